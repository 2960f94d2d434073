package org.trunkline.connection.sessions;

import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.NonBlocking;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Tells the other replicas of the sessions here, and hears of those there. */
@Path("/internal/v1")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "internal")
class PeerSessionsResource {

    private final Sessions sessions;
    private final Elsewhere elsewhere;

    PeerSessionsResource(Sessions sessions, Elsewhere elsewhere) {
        this.sessions = sessions;
        this.elsewhere = elsewhere;
    }

    @GET
    @Path("/users/{user}/sessions")
    @Operation(summary = "A user's own sessions on this replica")
    @APIResponse(responseCode = "200", description = "Those that live")
    public List<PeerSession> of(@Parameter(description = "The user's id", example = "alice") @RestPath String user) {
        return sessions.here(user);
    }

    @DELETE
    @Path("/users/{user}/sessions/{server}/{label}")
    @Operation(summary = "End a user's session on this replica that another one has to make room for")
    @APIResponse(responseCode = "204", description = "It ends, or is not here, or is in use")
    public void evict(
            @Parameter(description = "The user's id", example = "alice") @RestPath String user,
            @Parameter(description = "The server's name", example = "everything") @RestPath String server,
            @Parameter(description = "The session's label", example = "default") @RestPath String label) {
        sessions.evict(new SessionKey(user, server, label));
    }

    @POST
    @Path("/sessions/changes")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Hear what changed on another replica", description = "It is told to who listens here.")
    @APIResponse(responseCode = "204", description = "It is heard")
    public void changed(List<PeerSession> changes) {
        elsewhere.heard(changes);
    }
}
