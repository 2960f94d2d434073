package org.trunkline.connection.sessions;

import java.util.List;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
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

/** Tells the other replicas of the sessions here, and hears of those there. */
@Path("/internal/v1")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Tag(name = "internal")
class PeerSessionsResource {

    private final Sessions sessions;
    private final AllSessions all;
    private final Elsewhere elsewhere;

    PeerSessionsResource(Sessions sessions, AllSessions all, Elsewhere elsewhere) {
        this.sessions = sessions;
        this.all = all;
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

    @GET
    @Path("/sessions")
    @Operation(summary = "The first sessions on this replica after a place, in the order of their places")
    @APIResponse(responseCode = "200", description = "Those that live and fit")
    public List<SessionEntry> list(
            @BeanParam SessionFilter filter,
            @Parameter(description = "The place of the last one known; empty for none") @RestQuery @DefaultValue("")
                    String after,
            @Parameter(description = "How many at most", example = "100") @RestQuery int limit) {
        return all.here(filter, after, limit);
    }

    @DELETE
    @Path("/sessions")
    @Operation(summary = "End the sessions on this replica that fit, calls under way too")
    @APIResponse(responseCode = "200", description = "How many there were")
    public Uni<EndedSessions> end(@BeanParam SessionFilter filter) {
        return sessions.end(filter).map(EndedSessions::new);
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
