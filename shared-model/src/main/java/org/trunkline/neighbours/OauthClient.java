package org.trunkline.neighbours;

import java.time.temporal.ChronoUnit;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.credential.Challenge;
import org.trunkline.credential.Credential;
import org.trunkline.credential.CredentialRequest;
import org.trunkline.credential.Detection;
import org.trunkline.credential.DetectionRequest;
import org.trunkline.credential.UserAuthorizations;
import org.trunkline.problem.NotFound;

/** What oauth-service does for its neighbours. */
@Path("/internal/v1")
@RegisterRestClient(configKey = OauthClient.NAME)
@OidcClientFilter
@Timeout(value = 40, unit = ChronoUnit.SECONDS)
public interface OauthClient {

    /** The neighbour's name in problems, logs and configuration. */
    String NAME = "oauth-service";

    /**
     * A user's credential at a server; refreshed before it is given, if it is about to end. Fails with {@link NotFound}
     * when the user does not see the server.
     */
    @POST
    @Path("/credentials")
    Uni<Credential> credential(CredentialRequest request);

    /** What to do about a refusal: the refreshed credential, or the flow that the user must finish. */
    @POST
    @Path("/challenges")
    Uni<Credential> challenged(Challenge challenge);

    /** How all authorizations of a user are, and which values the user gave; asks no authorization server. */
    @GET
    @Path("/authorizations")
    Uni<UserAuthorizations> authorizations(@RestQuery String user);

    /** Whether an MCP server wants its users to sign in; never fails because of what that server does. */
    @POST
    @Path("/detections")
    Uni<Detection> detect(DetectionRequest request);

    /**
     * Ends and forgets everything that is kept for a server that was deleted: grants (revoked), flows, clients, user
     * values. Doing it again changes nothing.
     *
     * @param name of the server
     */
    @DELETE
    @Path("/servers/{name}")
    Uni<Void> forgetServer(@RestPath String name);

    /** Turns a refusal into the problem it stands for; other failures stay the neighbour's. */
    @ClientExceptionMapper
    static RuntimeException problemOf(Response response) {
        return response.getStatus() == 404 ? new NotFound("mcpServer not found") : null;
    }
}
