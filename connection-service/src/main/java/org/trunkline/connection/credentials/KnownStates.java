package org.trunkline.connection.credentials;

import java.util.Map;
import java.util.Set;

import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.AuthorizationStatus;
import org.trunkline.credential.UserAuthorizations;
import org.trunkline.server.ResolvedServer;

/**
 * What is known of a user's authorizations.
 *
 * @param told null when oauth-service did not answer
 */
public record KnownStates(UserAuthorizations told) {

    private static final AuthorizationStatus NOT_TOLD =
            new AuthorizationStatus(AuthorizationState.ERROR, "oauth-service does not answer now", null, null, null);

    static KnownStates unknown() {
        return new KnownStates(null);
    }

    /** The user's authorization at a server. */
    public AuthorizationStatus of(ResolvedServer server) {
        boolean declared = Refusals.declaresAuthorization(server);
        if (told == null) {
            return declared ? NOT_TOLD : AuthorizationStatus.unknown(false);
        }
        AuthorizationStatus status = told.servers().get(server.name());
        return status == null || Boolean.FALSE.equals(server.config().requiresOAuth())
                ? AuthorizationStatus.unknown(declared)
                : status;
    }

    /** Whether the user has given all values that a server asks for. */
    public boolean hasValues(ResolvedServer server) {
        Map<String, ?> asked = server.config().customUserVars();
        Set<String> given = told == null ? Set.of() : told.values().getOrDefault(server.name(), Set.of());
        return asked == null || given.containsAll(asked.keySet());
    }

    /** Milliseconds that a user has to finish a flow; null when not known. */
    public Long flowTimeout() {
        return told == null ? null : told.flowTimeout();
    }
}
