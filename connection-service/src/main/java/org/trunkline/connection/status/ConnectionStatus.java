package org.trunkline.connection.status;

import java.time.Instant;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.trunkline.connection.sessions.ConnectionState;
import org.trunkline.connection.sessions.Reason;
import org.trunkline.connection.sessions.SessionStatus;
import org.trunkline.connection.sessions.SessionStatus.Degradation;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.AuthorizationStatus;

/**
 * How a user's connection to one server is, in LibreChat's words, and why.
 *
 * @param error why the last attempt to connect or to sign in failed; null unless a state is error
 * @param reason why the session is in its state; null when it is the authorization that decides the state
 * @param since when the state began; null when that is not known
 * @param lastUse when the session's last call ended; null when none has
 * @param degraded what is wrong with a session that is connected; null when nothing is
 * @param quarantined which of the server's tools may not be used for now; null when there are none
 * @param retryAfter milliseconds before which no attempt to connect is made; null when one may be made now
 * @param stderr what the server's process wrote last on its standard error; null for who may not edit the server
 */
@RegisterForReflection
record ConnectionStatus(
        boolean requiresOAuth,
        ConnectionState connectionState,
        AuthorizationState authorizationState,
        String error,
        Reason reason,
        Instant since,
        Instant lastUse,
        Degradation degraded,
        QuarantinedTools quarantined,
        Long retryAfter,
        List<String> stderr) {

    /** An authorization that is in progress or has failed shows as a connection that is; a live session wins. */
    static ConnectionStatus of(SessionStatus session, AuthorizationStatus authorization) {
        AuthorizationState state = authorization.state();
        boolean required = state != AuthorizationState.NOT_REQUIRED;
        if (session.state() == ConnectionState.ERROR) {
            boolean blamed = required && state != AuthorizationState.AUTHORIZED;
            return of(required, session, blamed ? AuthorizationState.ERROR : state, session.message());
        }
        if (session.state() == ConnectionState.DISCONNECTED && state == AuthorizationState.AUTHORIZING) {
            return of(ConnectionState.CONNECTING, authorization, null);
        }
        if (session.state() == ConnectionState.DISCONNECTED && state == AuthorizationState.ERROR) {
            return of(ConnectionState.ERROR, authorization, authorization.reason());
        }
        return of(required, session, state, null);
    }

    private static ConnectionStatus of(
            boolean required, SessionStatus session, AuthorizationState state, String error) {
        return new ConnectionStatus(
                required,
                session.state(),
                state,
                error,
                session.reason(),
                session.since(),
                session.lastUse(),
                session.degraded(),
                QuarantinedTools.of(session.quarantined()),
                session.retryAfter(),
                session.stderr());
    }

    private static ConnectionStatus of(ConnectionState shown, AuthorizationStatus authorization, String error) {
        return new ConnectionStatus(
                true, shown, authorization.state(), error, null, authorization.since(), null, null, null, null, null);
    }
}
