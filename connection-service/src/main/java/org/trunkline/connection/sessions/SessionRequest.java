package org.trunkline.connection.sessions;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import org.trunkline.connection.members.Delivery;
import org.trunkline.identity.Caller;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerSource;
import org.trunkline.server.SessionScope;

/** Who wants to use which session with which server. */
public final class SessionRequest {

    /** What the API says of the parameter that a label is given by. */
    public static final String LABEL_DESCRIPTION =
            "Which of the caller's sessions with the server: 1 to 64 letters, digits or . _ ~ -; a label other than"
                    + " default is for a session of its own, for instance one for each conversation";

    private static final String BODY = "{{LIBRECHAT_BODY_";
    private static final AtomicLong REQUESTS = new AtomicLong();
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    private final Caller caller;
    private final ResolvedServer server;
    private final Map<String, String> body;
    private final SessionScope scope;
    private final SessionKey key;
    private final Delivery delivery;

    /**
     * @param label tells apart sessions that the caller has with the server
     * @param body what the consumer says of the request that it is for, by LibreChat's names: {@link SessionScope}
     */
    public SessionRequest(Caller caller, ResolvedServer server, String label, Map<String, String> body) {
        this(caller, server, label, body, SessionScope.of(server.config(), server.source()), Delivery.DIRECT);
    }

    private SessionRequest(
            Caller caller,
            ResolvedServer server,
            String label,
            Map<String, String> body,
            SessionScope scope,
            Delivery delivery) {
        this.delivery = delivery;
        this.caller = caller;
        this.server = server;
        this.body = body;
        this.scope = scope;
        this.key = SessionKey.of(caller, server, scope, label);
    }

    /** The session that is used when the caller asks for no other. */
    public static SessionRequest of(Caller caller, ResolvedServer server) {
        return of(caller, server, SessionKey.DEFAULT_LABEL);
    }

    /** A session of the caller's choice. */
    public static SessionRequest of(Caller caller, ResolvedServer server, String label) {
        return new SessionRequest(caller, server, label, Map.of());
    }

    /**
     * The label that a caller gave.
     *
     * @param given null: none, which is the default
     * @throws InvalidRequest when it is none
     */
    public static String label(String given) {
        if (given == null) {
            return SessionKey.DEFAULT_LABEL;
        }
        if (!LABEL.matcher(given).matches()) {
            throw InvalidRequest.field(
                    "session", "session must be 1 to 64 letters, digits or characters of . _ ~ - and name a session");
        }
        return given;
    }

    /** The same, that came to this replica another way. */
    public SessionRequest delivered(Delivery way) {
        return new SessionRequest(caller, server, label(), body, scope, way);
    }

    /** The same for a session of the caller's own, as users sign in at the server. */
    SessionRequest signedIn() {
        return new SessionRequest(caller, server.detected(true), label(), body).delivered(delivery);
    }

    /** How the wish came to this replica. */
    public Delivery delivery() {
        return delivery;
    }

    /** Who wants it. */
    public Caller caller() {
        return caller;
    }

    /** The server, as it is for the caller. */
    public ResolvedServer server() {
        return server;
    }

    /** Tells apart sessions that the caller has with the server. */
    public String label() {
        return key.label();
    }

    /** What the consumer says of the request that it is for. */
    Map<String, String> body() {
        return body;
    }

    /** What the session belongs to. */
    public SessionKey key() {
        return key;
    }

    /**
     * This one, or one for a session that only serves this request when what the request says is part of the server's
     * configuration.
     *
     * @throws InvalidRequest when the request does not say all of that
     */
    SessionRequest scoped() {
        if (!scope.perRequest() && !headersReferToRequest()) {
            return this;
        }
        List<String> missing = scope.missingBodyFields(body);
        if (!missing.isEmpty()) {
            throw new InvalidRequest("Request body field(s) required to resolve runtime MCP placeholders: "
                    + String.join(", ", missing));
        }
        String once = SessionKey.REQUEST_LABEL + REQUESTS.incrementAndGet();
        return new SessionRequest(caller, server, once, body, scope, delivery);
    }

    /** Calls at the same time must not get each other's headers. A managed server's headers are never filled so. */
    private boolean headersReferToRequest() {
        Map<String, String> headers = server.config().requestHeaders();
        return headers != null
                && server.source() == ServerSource.DECLARED
                && headers.values().stream().anyMatch(value -> value != null && value.contains(BODY));
    }
}
