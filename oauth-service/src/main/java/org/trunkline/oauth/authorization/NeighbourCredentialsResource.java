package org.trunkline.oauth.authorization;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.credential.Challenge;
import org.trunkline.credential.Credential;
import org.trunkline.credential.CredentialRequest;
import org.trunkline.credential.UserAuthorizations;
import org.trunkline.problem.InvalidRequest;

/** Gives the other services what goes upstream for users, and forgets what is kept for a server. */
@Path("/internal/v1")
@RunOnVirtualThread
@Tag(name = "Internal", description = "For the other services of Trunkline only")
class NeighbourCredentialsResource {

    private final Credentials credentials;
    private final States states;
    private final DeletedServers deleted;

    NeighbourCredentialsResource(Credentials credentials, States states, DeletedServers deleted) {
        this.credentials = credentials;
        this.states = states;
        this.deleted = deleted;
    }

    @POST
    @Path("/credentials")
    @Operation(
            summary = "A user's credential at a server",
            description = "Secrets in clear. Refreshed if it is about to end; without a grant, the flow that leads to"
                    + " one.")
    @APIResponse(responseCode = "200", description = "The credential, or why there is none")
    @APIResponse(responseCode = "404", description = "There is no such server that the user may see")
    public Credential credential(CredentialRequest request) {
        return credentials.credential(complete(request));
    }

    @POST
    @Path("/challenges")
    @Operation(
            summary = "What to do about an MCP server's refusal of a credential",
            description = "Secrets in clear. A refreshed credential, or the flow that the user must finish; neither"
                    + " when nothing would help.")
    @APIResponse(responseCode = "200", description = "The credential, or why there is none")
    @APIResponse(responseCode = "404", description = "There is no such server that the user may see")
    public Credential challenged(Challenge challenge) {
        if (challenge == null) {
            throw InvalidRequest.field("request", "Required");
        }
        complete(challenge.request());
        return credentials.challenged(challenge);
    }

    @GET
    @Path("/authorizations")
    @Operation(
            summary = "How a user's authorizations are",
            description = "Nothing secret; asks no authorization server.")
    @APIResponse(responseCode = "200", description = "The authorizations and the names of values, by server")
    public UserAuthorizations authorizations(
            @Parameter(description = "The user's id", required = true) @RestQuery String user) {
        if (user == null || user.isEmpty()) {
            throw InvalidRequest.field("user", "Required");
        }
        return states.of(user);
    }

    @DELETE
    @Path("/servers/{name}")
    @Operation(
            summary = "Forget all that is kept for a server that was deleted",
            description =
                    "Grants, which are revoked, flows, clients and users' values. Doing it again changes nothing.")
    @APIResponse(responseCode = "204", description = "It is forgotten")
    public void forget(@Parameter(description = "The server's name") @RestPath String name) {
        deleted.forget(name);
    }

    private static CredentialRequest complete(CredentialRequest request) {
        if (request == null || request.user() == null || request.user().isEmpty()) {
            throw InvalidRequest.field("user", "Required");
        }
        if (request.server() == null || request.server().isEmpty()) {
            throw InvalidRequest.field("server", "Required");
        }
        return request;
    }
}
