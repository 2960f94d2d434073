package org.trunkline.connection.status;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.trunkline.connection.sessions.ConnectionState;
import org.trunkline.connection.sessions.SessionStatus;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.SessionScope;

/**
 * How a user's connection to one server is, in LibreChat's words.
 *
 * @param error why the last attempt to connect failed; null unless the state is error
 */
@RegisterForReflection
record ConnectionStatus(
        boolean requiresOAuth, ConnectionState connectionState, AuthorizationState authorizationState, String error) {

    static ConnectionStatus of(ResolvedServer server, SessionStatus session) {
        AuthorizationState authorization =
                SessionScope.of(server.config(), server.source()).oauth()
                        ? AuthorizationState.NEEDS_AUTHORIZATION
                        : AuthorizationState.NOT_REQUIRED;
        return new ConnectionStatus(
                authorization != AuthorizationState.NOT_REQUIRED, session.state(), authorization, session.error());
    }
}
