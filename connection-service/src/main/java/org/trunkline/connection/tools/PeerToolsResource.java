package org.trunkline.connection.tools;

import java.time.Duration;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.connection.credentials.SignIn;
import org.trunkline.connection.links.Listing;
import org.trunkline.connection.links.Offer;
import org.trunkline.connection.servers.Servers;
import org.trunkline.connection.sessions.AtOwner;
import org.trunkline.connection.sessions.SessionRequest;
import org.trunkline.connection.sessions.Sessions;
import org.trunkline.connection.sessions.Work;
import org.trunkline.identity.Caller;

/** Tells the other replicas what servers offer over the sessions that this one owns. */
@Path("/internal/v1/servers/{name}/offers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "internal")
class PeerToolsResource {

    private final Servers servers;
    private final Sessions sessions;
    private final AtOwner atOwner;
    private final KnownTools known;
    private final ToolGate gate;

    PeerToolsResource(Servers servers, Sessions sessions, AtOwner atOwner, KnownTools known, ToolGate gate) {
        this.gate = gate;
        this.known = known;
        this.servers = servers;
        this.sessions = sessions;
        this.atOwner = atOwner;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What a server offers a user, over the user's session on this replica",
            description = "Opens the session when there is none. The user is the one in the body.")
    @APIResponse(responseCode = "200", description = "The offer")
    @APIResponse(responseCode = "409", description = "The user has to do something first")
    @APIResponse(responseCode = "421", description = "The session is not this replica's")
    public Uni<Offer> offer(
            @Parameter(description = "The server's name", example = "everything") @RestPath String name,
            Caller caller) {
        return atOwner.serve(delivery -> servers.find(caller, name)
                .chain(server -> offer(SessionRequest.of(caller, server).delivered(delivery))));
    }

    private Uni<Offer> offer(SessionRequest request) {
        return sessions.use(request, SignIn.LEAVE, Work.aside(link -> link.listing(Duration.ZERO)))
                .call(listing -> gate.sorted(request, listing).onFailure().recoverWithNull())
                .map(Listing::offer);
    }

    @DELETE
    @NonBlocking
    @Operation(
            summary = "Hear that a server offers a user something else now",
            description = "What is known of it here is got again when somebody wants it.")
    @APIResponse(responseCode = "204", description = "It is heard")
    public void changed(
            @Parameter(description = "The server's name", example = "everything") @RestPath String name,
            @Parameter(description = "The user's id", example = "alice") @RestQuery String user) {
        known.doubt(user, name);
    }
}
