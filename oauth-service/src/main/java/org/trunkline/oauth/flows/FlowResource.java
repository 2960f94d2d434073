package org.trunkline.oauth.flows;

import java.time.Instant;
import java.util.Optional;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.NotFound;

/** What a user asks and says of the own flows. */
@Path("/api/mcp/oauth")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "flows", description = "OAuth authorizations in progress")
class FlowResource {

    private static final String CANCELLED = "User cancelled OAuth flow";

    private final Callers callers;
    private final FlowStore store;
    private final Flows flows;

    FlowResource(Callers callers, FlowStore store, Flows flows) {
        this.callers = callers;
        this.store = store;
        this.flows = flows;
    }

    /** How a flow is, in LibreChat's words. */
    @RegisterForReflection
    record State(FlowStatus status, boolean completed, boolean failed, String error) {

        static State of(Flow flow) {
            return flow.status == FlowStatus.PENDING && !flow.isOpen(Instant.now())
                    ? new State(FlowStatus.FAILED, false, true, "The time to consent is over")
                    : new State(
                            flow.status,
                            flow.status == FlowStatus.COMPLETED,
                            flow.status == FlowStatus.FAILED,
                            flow.error);
        }
    }

    /** What became of a request. */
    @RegisterForReflection
    record Outcome(boolean success, String message) {}

    @GET
    @Path("/status/{flowId}")
    @Operation(summary = "The state of one of the caller's flows")
    @APIResponse(responseCode = "200", description = "The state")
    @APIResponse(responseCode = "403", description = "The flow would be another user's")
    @APIResponse(responseCode = "404", description = "There is no such flow")
    public State status(
            @Parameter(description = "The flow's id: user id and server name", example = "alice:github") @RestPath
                    String flowId) {
        String userId = callers.current().id();
        if (!flowId.startsWith(Flow.id(userId, ""))) {
            throw new Forbidden("Access denied", "The flow is not the caller's");
        }
        return store.findByIdOptional(flowId)
                .filter(flow -> flow.userId.equals(userId))
                .map(State::of)
                .orElseThrow(() -> new NotFound("Flow not found", "There is no flow with this id, or it has expired"));
    }

    @POST
    @Path("/cancel/{server}")
    @Operation(summary = "Cancel the caller's flow at a server", description = "No flow to cancel is no error.")
    @APIResponse(responseCode = "200", description = "What became of it")
    public Outcome cancel(@Parameter(description = "The server's name", example = "github") @RestPath String server) {
        Optional<Flow> flow = store.find(callers.current().id(), server);
        if (flow.isEmpty()) {
            return new Outcome(true, "No active OAuth flow to cancel");
        }
        flows.end(flow.get(), FlowStatus.FAILED, CANCELLED);
        return new Outcome(true, "OAuth flow for " + server + " cancelled successfully");
    }
}
