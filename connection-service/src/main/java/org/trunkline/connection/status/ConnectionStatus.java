package org.trunkline.connection.status;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.trunkline.connection.sessions.ConnectionState;
import org.trunkline.connection.sessions.SessionStatus;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.AuthorizationStatus;

/**
 * How a user's connection to one server is, in LibreChat's words.
 *
 * @param error why the last attempt to connect or to sign in failed; null unless a state is error
 */
@RegisterForReflection
record ConnectionStatus(
        boolean requiresOAuth, ConnectionState connectionState, AuthorizationState authorizationState, String error) {

    /** An authorization that is in progress or has failed shows as a connection that is; a live session wins. */
    static ConnectionStatus of(SessionStatus session, AuthorizationStatus authorization) {
        AuthorizationState state = authorization.state();
        boolean required = state != AuthorizationState.NOT_REQUIRED;
        if (session.state() == ConnectionState.ERROR) {
            boolean blamed = required && state != AuthorizationState.AUTHORIZED;
            return new ConnectionStatus(
                    required, session.state(), blamed ? AuthorizationState.ERROR : state, session.error());
        }
        if (session.state() != ConnectionState.DISCONNECTED) {
            return new ConnectionStatus(required, session.state(), state, null);
        }
        return switch (state) {
            case AUTHORIZING -> new ConnectionStatus(required, ConnectionState.CONNECTING, state, null);
            case ERROR -> new ConnectionStatus(required, ConnectionState.ERROR, state, authorization.reason());
            case NOT_REQUIRED, NEEDS_AUTHORIZATION, AUTHORIZED, EXPIRED, STEP_UP ->
                new ConnectionStatus(required, session.state(), state, null);
        };
    }
}
