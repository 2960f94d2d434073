package org.trunkline.connection.transports;

/** Why a message did not reach the MCP server or its answer did not come back. */
public final class TransportException extends RuntimeException {

    /** What kind of failure it was: decides how sessions and callers react. */
    public enum Kind {
        /** No connection, or one that broke before an answer came. */
        UNREACHABLE,
        /** The server does not know the upstream session (any more). */
        SESSION_LOST,
        /** The server wants a credential, or another one: HTTP 401 or 403. */
        UNAUTHORIZED,
        /** The server answered with another HTTP error. */
        HTTP_ERROR,
        /** The answer is no MCP message, or larger than allowed. */
        PROTOCOL
    }

    private final Kind kind;

    public TransportException(Kind kind, String message) {
        this(kind, message, null);
    }

    public TransportException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** The kind of failure. */
    public Kind kind() {
        return kind;
    }
}
