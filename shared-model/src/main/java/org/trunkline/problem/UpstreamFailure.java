package org.trunkline.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

/**
 * The MCP server that was to do the work, or the registry that was to describe one, could not be reached, did not
 * answer in time, refused, or broke its protocol.
 */
public final class UpstreamFailure extends Problem {

    private static final String UNAUTHORIZED = "upstream-unauthorized";
    private static final String ERROR = "upstream-error";

    private UpstreamFailure(String kind, Status status, String server, String message, Throwable cause) {
        this(kind, status, Map.of("server", server), message, cause);
    }

    private UpstreamFailure(String kind, Status status, Map<String, ?> members, String message, Throwable cause) {
        this(kind, status, members, message, cause, Map.of());
    }

    private UpstreamFailure(
            String kind,
            Status status,
            Map<String, ?> members,
            String message,
            Throwable cause,
            Map<String, ?> headers) {
        super(kind, status, message, message, members, headers);
        if (cause != null) {
            initCause(cause);
        }
    }

    /** The server cannot be reached, or its answer is not MCP. */
    public static UpstreamFailure unreachable(String server, String why, Throwable cause) {
        return new UpstreamFailure(
                "upstream-unreachable", Status.BAD_GATEWAY, server, "MCP server '" + server + "': " + why, cause);
    }

    /**
     * The server has answered so, and may say when it wants to be asked again.
     *
     * @param retryAfter seconds; null when it does not say
     */
    public static UpstreamFailure answered(String server, String why, Long retryAfter, Throwable cause) {
        return new UpstreamFailure(
                "upstream-unreachable",
                Status.BAD_GATEWAY,
                Map.of("server", server),
                "MCP server '" + server + "': " + why,
                cause,
                retryAfter == null ? Map.of() : Map.of(HttpHeaders.RETRY_AFTER, retryAfter));
    }

    /** The server is left alone now: it failed, is connected by many, or said when it wants to be asked again. */
    public static UpstreamFailure unavailable(String server, Duration left) {
        long seconds = Math.max(1, Math.ceilDiv(left.toMillis(), 1000L));
        String message = "MCP server '" + server + "' is not connected now, because it failed before or has too many to"
                + " answer; retry in " + seconds + " seconds, or reinitialize it";
        return new UpstreamFailure(
                "upstream-unavailable",
                Status.SERVICE_UNAVAILABLE,
                Map.of("server", server),
                message,
                null,
                Map.of(HttpHeaders.RETRY_AFTER, seconds));
    }

    /** The server did not answer within the time allowed. */
    public static UpstreamFailure timedOut(String server, long milliseconds) {
        String message = "MCP server '" + server + "' did not answer within " + milliseconds + " ms";
        return new UpstreamFailure("upstream-timeout", Status.GATEWAY_TIMEOUT, server, message, null);
    }

    /** The server wants an authorization that Trunkline does not have for this user. */
    public static UpstreamFailure unauthorized(String server) {
        String message = "MCP server '" + server + "' refused the credential it was sent";
        return new UpstreamFailure(UNAUTHORIZED, Status.BAD_GATEWAY, server, message, null);
    }

    /**
     * There is no credential for the server now, and no sign-in would help.
     *
     * @param why in words
     * @param retryAfter milliseconds after which another try may succeed; null when waiting does not help
     */
    public static UpstreamFailure unauthorized(String server, String why, Long retryAfter) {
        String message = "MCP server '" + server + "' cannot be used with the user's authorization: " + why;
        Map<String, ?> headers =
                retryAfter == null ? Map.of() : Map.of(HttpHeaders.RETRY_AFTER, Math.ceilDiv(retryAfter, 1000L));
        return new UpstreamFailure(UNAUTHORIZED, Status.BAD_GATEWAY, Map.of("server", server), message, null, headers);
    }

    /** Whether it is the user's authorization that the server does not take. */
    public boolean isForAuthorization() {
        return body().get("type").equals(TYPE + UNAUTHORIZED);
    }

    /** Whether the server did not answer in time. */
    public boolean isTimeout() {
        return status() == Status.GATEWAY_TIMEOUT;
    }

    /** Whether the server was not asked, as {@link #unavailable} says. */
    public boolean isLeftAlone() {
        return status() == Status.SERVICE_UNAVAILABLE;
    }

    /** Whether the server has answered as MCP has it, with an error. */
    public boolean isAnswer() {
        return body().get("type").equals(TYPE + ERROR);
    }

    /** The server answered a request with a JSON-RPC error. */
    public static UpstreamFailure refused(String server, int code, String why) {
        String message = "MCP server '" + server + "' answered with error " + code + ": " + why;
        return new UpstreamFailure(ERROR, Status.BAD_GATEWAY, server, message, null);
    }

    /** The result of a tool is not what the tool's definition promises. */
    public static UpstreamFailure invalidResult(String server, String tool, String why) {
        String message =
                "MCP server '" + server + "': the result of '" + tool + "' is not what the tool promises: " + why;
        return new UpstreamFailure("upstream-invalid-result", Status.BAD_GATEWAY, server, message, null);
    }

    /**
     * The same failure with what the server's process wrote last: for those only who may edit the server.
     *
     * @param lines of its standard error
     */
    public UpstreamFailure saying(List<String> lines) {
        String kind = body().get("type").toString().substring(TYPE.length());
        Map<String, ?> members = Map.of("server", body().get("server"), "stderr", lines);
        return new UpstreamFailure(
                kind, Status.fromStatusCode(status().getStatusCode()), members, getMessage(), getCause(), headers());
    }

    /** A registry of MCP servers cannot be reached, or its answer cannot be used. */
    public static UpstreamFailure registry(String registry, String why, Throwable cause) {
        String message = "Registry '" + registry + "': " + why;
        return new UpstreamFailure(
                "upstream-unreachable", Status.BAD_GATEWAY, Map.of("registry", registry), message, cause);
    }

    /** Users cannot sign in at the server, because of what it or its authorization server lacks. */
    public static UpstreamFailure unauthorizable(String server, String why) {
        String message = "MCP server '" + server + "': " + why;
        return new UpstreamFailure("upstream-unauthorizable", Status.BAD_GATEWAY, server, message, null);
    }
}
