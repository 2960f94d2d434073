package org.trunkline.oauth.events;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import io.smallrye.mutiny.Multi;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;

/** Tells the other services at once what changes in users' credentials. */
@Path("/internal/v1/events")
@Tag(name = "Internal", description = "For the other services of Trunkline only")
class NeighbourEventsResource {

    private final EventStreams streams;

    NeighbourEventsResource(EventStreams streams) {
        this.streams = streams;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "The changes of all users' credentials, as they happen",
            description = "As /api/mcp/oauth/events, of all users. No credential is in it.")
    @APIResponse(responseCode = "200", description = "The stream")
    public Multi<OutboundSseEvent> events(
            @Parameter(description = "The id of the last event that the service got, to go on after it")
                    @RestHeader("Last-Event-ID")
                    String lastEventId,
            @Context Sse sse) {
        return streams.stream(sse, lastEventId, entry -> true);
    }
}
