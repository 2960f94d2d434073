package org.trunkline.problem;

import java.util.Map;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

/** There are as many sessions as there may be, and all of them are in use. */
public final class SessionLimit extends Problem {

    private static final int RETRY_AFTER_SECONDS = 5;

    private SessionLimit(String kind, Status status, Map<String, ?> members, String message) {
        super(
                kind,
                status,
                status.getReasonPhrase(),
                message,
                members,
                Map.of(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS));
    }

    /** The user has too many. */
    public static SessionLimit ofUser(int most) {
        return new SessionLimit(
                "too-many-sessions",
                Status.TOO_MANY_REQUESTS,
                Map.of("limit", most),
                "You have " + most + " sessions, which are all in use: wait for a call to end, or end a session");
    }

    /** There are too many with one server. */
    public static SessionLimit ofServer(String server, int most) {
        return new SessionLimit(
                "sessions-exhausted",
                Status.SERVICE_UNAVAILABLE,
                Map.of("limit", most, "server", server),
                "All " + most + " sessions with MCP server '" + server + "' are in use; retry in " + RETRY_AFTER_SECONDS
                        + " seconds");
    }

    /** There are too many altogether. */
    public static SessionLimit ofReplica(int most) {
        return new SessionLimit(
                "sessions-exhausted",
                Status.SERVICE_UNAVAILABLE,
                Map.of("limit", most),
                "All " + most + " sessions are in use; retry in " + RETRY_AFTER_SECONDS + " seconds");
    }
}
