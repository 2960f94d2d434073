package org.trunkline.connection.status;

import java.time.Duration;
import java.time.Instant;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import io.smallrye.mutiny.Multi;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;

/** Tells a user at once what changes in the own sessions. */
@Path("/api/mcp/connection/events")
@Tag(name = "status")
class ConnectionEventsResource {

    private static final String EXAMPLE = "event:change\ndata:{\"server\":\"everything\",\"session\":\"default\","
            + "\"shared\":false,\"state\":\"connected\",\"reason\":\"opened\"}\n\n";

    private final Callers callers;
    private final ConnectionEvents events;

    ConnectionEventsResource(Callers callers, ConnectionEvents events) {
        this.callers = callers;
        this.events = events;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "The changes of the caller's sessions, as they happen",
            description = "Server-Sent Events, in the order of the changes. change carries {server, session, shared,"
                    + " state, reason, message, since, degraded, quarantined}; reset says that changes may have been missed, as before the first event:"
                    + " the status should be read now. The stream ends with the caller's token.")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING, examples = EXAMPLE)))
    @APIResponse(responseCode = "401", description = "No valid bearer token")
    public Multi<OutboundSseEvent> events(
            @Parameter(description = "The id of the last event that the caller got, to go on after it")
                    @RestHeader("Last-Event-ID")
                    String lastEventId,
            @Context Sse sse) {
        Caller caller = callers.current();
        return events.stream(sse, caller, lastEventId)
                .select()
                .first(Duration.between(Instant.now(), caller.tokenExpiresAt()));
    }
}
