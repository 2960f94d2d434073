package org.trunkline.connection.transports;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.ws.rs.core.HttpHeaders;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;

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
        PROTOCOL,
        /**
         * Nothing was sent, because a value of the user's or of the request cannot be: it says nothing of the server.
         */
        UNSENDABLE
    }

    private static final int SERVER_ERROR = 500;

    /** Request Timeout, Conflict, Too Early, Too Many Requests. */
    private static final Set<Integer> PASSING = Set.of(408, 409, 425, 429);

    private final Kind kind;
    private final int status;
    private final Long retryAfter;
    private final List<String> authenticate;
    private final List<String> said;

    public TransportException(Kind kind, String message) {
        this(kind, message, (Throwable) null);
    }

    public TransportException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = 0;
        this.retryAfter = null;
        this.authenticate = List.of();
        this.said = List.of();
    }

    /** @param said what the server's process wrote last on its standard error */
    public TransportException(Kind kind, String message, List<String> said) {
        super(message);
        this.kind = kind;
        this.status = 0;
        this.retryAfter = null;
        this.authenticate = List.of();
        this.said = said;
    }

    TransportException(Kind kind, String message, HttpClientResponse answer) {
        this(kind, message, answer.statusCode(), answer.headers());
    }

    TransportException(Kind kind, String message, int status, MultiMap headers) {
        super(message);
        this.kind = kind;
        this.status = status;
        this.said = List.of();
        this.authenticate = List.copyOf(headers.getAll(HttpHeaders.WWW_AUTHENTICATE));
        String seconds = headers.get(HttpHeaders.RETRY_AFTER);
        this.retryAfter = seconds != null && seconds.matches("[0-9]{1,6}") ? Long.valueOf(seconds) : null;
    }

    /** The kind of failure. */
    public Kind kind() {
        return kind;
    }

    /**
     * Whether the same attempt may succeed later though nobody changes anything: the server could not be reached or
     * could not answer. Decided by what happened, never by words.
     */
    public boolean isTransient() {
        return switch (kind) {
            case UNREACHABLE, SESSION_LOST -> true;
            case HTTP_ERROR -> status >= SERVER_ERROR || PASSING.contains(status);
            case UNAUTHORIZED, PROTOCOL, UNSENDABLE -> false;
        };
    }

    /** The HTTP status that the server answered with; 0 when it was none. */
    public int status() {
        return status;
    }

    /** After how many seconds the server wants to be asked again ({@code Retry-After}), if it said so. */
    public Optional<Long> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What the server's process wrote last on its standard error: for those only who may edit the server. */
    public List<String> said() {
        return said;
    }

    /** The values of {@code WWW-Authenticate} (RFC 9110, section 11.6.1), as they came. */
    public List<String> authenticate() {
        return authenticate;
    }
}
