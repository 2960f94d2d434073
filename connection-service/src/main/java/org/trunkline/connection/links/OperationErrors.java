package org.trunkline.connection.links;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import io.modelcontextprotocol.spec.McpError;
import org.trunkline.connection.transports.JsonPiece;
import org.trunkline.connection.transports.RawMessage;
import org.trunkline.connection.transports.TransportException;

/** What {@code error.type} says of a request that failed: one of few words, whatever servers make up. */
final class OperationErrors {

    private static final String OTHER = "_OTHER";

    /** Of JSON-RPC 2.0, section 5.1, and of MCP 2025-11-25. */
    private static final Set<Integer> KNOWN_CODES =
            Set.of(-32700, -32600, -32601, -32602, -32603, -32000, -32001, -32002, -32042);

    private OperationErrors() {}

    /** Null when the answer is as it should be. */
    static String of(RawMessage response) {
        if (response.error() != null) {
            return code(response.error().tree().path("code").asInt());
        }
        if (response.result() == null) {
            return kind(TransportException.Kind.PROTOCOL);
        }
        JsonPiece isError = response.result().get("isError");
        return isError != null && isError.isTrue() ? "tool_error" : null;
    }

    /**
     * What it is that there is no answer.
     *
     * @param failure null when nobody waits for one any more
     */
    static String of(Throwable failure) {
        if (failure == null) {
            return "cancelled";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case TransportException transport -> {
                    return kind(transport.kind());
                }
                case McpError error
                when error.getJsonRpcError() != null -> {
                    return code(error.getJsonRpcError().code());
                }
                case TimeoutException _, io.smallrye.mutiny.TimeoutException _ -> {
                    return "timeout";
                }
                default -> {}
            }
        }
        return OTHER;
    }

    private static String code(int code) {
        return KNOWN_CODES.contains(code) ? Integer.toString(code) : OTHER;
    }

    private static String kind(TransportException.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
