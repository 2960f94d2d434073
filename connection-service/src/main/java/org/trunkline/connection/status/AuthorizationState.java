package org.trunkline.connection.status;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.SessionScope;

/** Whether a user's credential for a server is there. */
public enum AuthorizationState {
    /** The server wants none. */
    NOT_REQUIRED,
    /** The user has to sign in at the server. */
    NEEDS_AUTHORIZATION;

    static AuthorizationState of(ResolvedServer server) {
        return SessionScope.of(server.config(), server.source()).oauth() ? NEEDS_AUTHORIZATION : NOT_REQUIRED;
    }

    /** The state in JSON: lower case. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
