package org.trunkline.connection.links;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.spec.McpError;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.problem.Problem;
import org.trunkline.problem.UpstreamFailure;

/** Says what a link's failure means for who asked: by the type of the failure, never by words in its message. */
final class LinkFailures {

    private LinkFailures() {}

    /**
     * The problem that {@code failure} amounts to; what can be mended, a lost upstream session and a refused
     * credential, stays a {@link TransportException}.
     */
    static Throwable problem(String server, Throwable failure, Duration timeout) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case Problem known -> {
                    return known;
                }
                case TransportException transport -> {
                    return problem(server, transport);
                }
                case McpError error
                when error.getJsonRpcError() != null -> {
                    return UpstreamFailure.refused(
                            server,
                            error.getJsonRpcError().code(),
                            error.getJsonRpcError().message());
                }
                case TimeoutException timedOut -> {
                    return UpstreamFailure.timedOut(server, timeout.toMillis());
                }
                case io.smallrye.mutiny.TimeoutException timedOut -> {
                    return UpstreamFailure.timedOut(server, timeout.toMillis());
                }
                default -> {}
            }
        }
        return UpstreamFailure.unreachable(server, "its answer is not MCP", failure);
    }

    /** The problem of a JSON-RPC error. */
    static UpstreamFailure refused(String server, JsonNode error) {
        return UpstreamFailure.refused(
                server, error.path("code").asInt(), error.path("message").asText("no reason given"));
    }

    private static Throwable problem(String server, TransportException failure) {
        return switch (failure.kind()) {
            case SESSION_LOST, UNAUTHORIZED -> failure;
            case UNREACHABLE, HTTP_ERROR, PROTOCOL, UNSENDABLE ->
                UpstreamFailure.answered(
                        server, failure.getMessage(), failure.retryAfter().orElse(null), failure);
        };
    }
}
