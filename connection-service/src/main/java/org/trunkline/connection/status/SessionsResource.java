package org.trunkline.connection.status;

import java.util.List;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.trunkline.connection.members.Deadline;
import org.trunkline.connection.sessions.AtOwner;
import org.trunkline.connection.sessions.Elsewhere;
import org.trunkline.connection.sessions.OwnSession;
import org.trunkline.connection.sessions.SessionRequest;
import org.trunkline.connection.sessions.Sessions;
import org.trunkline.identity.Callers;

/** The sessions that are the caller's own. */
@Path("/api/mcp")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "status")
class SessionsResource {

    private final Callers callers;
    private final Sessions sessions;
    private final Elsewhere elsewhere;
    private final AtOwner atOwner;

    SessionsResource(Callers callers, Sessions sessions, Elsewhere elsewhere, AtOwner atOwner) {
        this.callers = callers;
        this.sessions = sessions;
        this.elsewhere = elsewhere;
        this.atOwner = atOwner;
    }

    /** The caller's sessions. */
    @RegisterForReflection
    record OwnSessions(List<OwnSession> sessions) {}

    @GET
    @Path("/connection/sessions")
    @Operation(
            summary = "The caller's own sessions",
            description = "Those that are open or being opened, by server and label; a session that serves all users"
                    + " is not the caller's own.")
    @APIResponse(responseCode = "200", description = "The sessions")
    @APIResponse(responseCode = "401", description = "No valid bearer token")
    public Uni<OwnSessions> own() {
        String user = callers.current().id();
        return elsewhere.of(user).map(others -> new OwnSessions(sessions.own(user, others)));
    }

    @DELETE
    @Path("/{server}/sessions/{label}")
    @Operation(
            summary = "End one of the caller's own sessions",
            description = "It is closed upstream when its calls have ended; an attempt to open it is cancelled.")
    @APIResponse(responseCode = "204", description = "It takes no further calls")
    @APIResponse(responseCode = "400", description = "That is not a label")
    @APIResponse(responseCode = "401", description = "No valid bearer token")
    @APIResponse(responseCode = "404", description = "The caller has no such session")
    @Parameter(
            name = Deadline.HEADER,
            in = ParameterIn.HEADER,
            description = Deadline.DESCRIPTION,
            schema = @Schema(type = SchemaType.INTEGER),
            example = "30000")
    public Uni<Void> close(
            @Parameter(description = "The server's name", example = "everything") @RestPath String server,
            @Parameter(description = "The session's label", example = "default") @RestPath String label) {
        String user = callers.current().id();
        String known = SessionRequest.label(label);
        return atOwner.serve(delivery -> sessions.close(user, server, known, delivery));
    }
}
