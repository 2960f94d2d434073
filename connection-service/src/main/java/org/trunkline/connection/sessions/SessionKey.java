package org.trunkline.connection.sessions;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import org.trunkline.identity.Caller;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.SessionScope;

/**
 * What a session belongs to.
 *
 * @param user a user's id, or {@link #SHARED}
 * @param server the server's name
 * @param label tells apart sessions that one user has with one server
 */
public record SessionKey(String user, String server, String label) {

    /** In place of a user's id: one session serves everyone. No user has this id: an id is never empty. */
    public static final String SHARED = "";

    /** The label of the session that is used when none is asked for. */
    public static final String DEFAULT_LABEL = "default";

    /** Before what tells apart sessions for one request each; no caller can give such a label. */
    static final String REQUEST_LABEL = "request:";

    /**
     * The key of the session that serves this caller: shared if nothing in the server's configuration is the user's
     * own, and the caller asks for none of its own.
     */
    static SessionKey of(Caller caller, ResolvedServer server, SessionScope scope, String label) {
        boolean shared = scope.shared() && !scope.oauth() && label.equals(DEFAULT_LABEL);
        return new SessionKey(shared ? SHARED : caller.id(), server.name(), label);
    }

    /** Whether the session is a user's own with a server. */
    boolean belongsTo(String someone, String name) {
        return user.equals(someone) && server.equals(name);
    }

    /** Whether the session serves everyone. */
    public boolean shared() {
        return user.equals(SHARED);
    }

    /** Whether the session serves one request only. */
    boolean perRequest() {
        return label.startsWith(REQUEST_LABEL);
    }

    /** Whether one replica owns the session: it is a user's own, and lasts longer than a request. */
    boolean owned() {
        return !shared() && !perRequest();
    }

    /** The key as one text; no part of it can be taken for another. */
    String id() {
        return idsOfUser() + server + ":" + label;
    }

    /** What the ids of all keys of the user begin with, and no others. */
    String idsOfUser() {
        return URLEncoder.encode(user, StandardCharsets.UTF_8) + ":";
    }

    /** For logs. */
    @Override
    public String toString() {
        return "server=" + server + " user=" + (shared() ? "shared" : user) + " session=" + label;
    }
}
