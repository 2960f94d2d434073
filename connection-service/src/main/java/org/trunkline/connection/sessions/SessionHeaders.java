package org.trunkline.connection.sessions;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

import org.trunkline.connection.credentials.CurrentCredential;
import org.trunkline.connection.credentials.Nonces;
import org.trunkline.connection.transports.RequestAuthorization;
import org.trunkline.credential.Credential;
import org.trunkline.placeholder.PlaceholderValues;
import org.trunkline.placeholder.Placeholders;
import org.trunkline.server.ServerConfig;

/**
 * The headers that each of a session's requests gets anew: the server's {@code requestHeaders}, filled with what the
 * user's latest request says, and the credential as it is now.
 */
final class SessionHeaders implements RequestAuthorization {

    private static final Placeholders PLACEHOLDERS = new Placeholders(Clock.systemUTC());

    private final CurrentCredential credential;
    private volatile SessionRequest request;
    private volatile Map<String, String> userValues;

    SessionHeaders(SessionRequest request, Credential current, Nonces nonces) {
        SessionKey key = request.key();
        this.credential = new CurrentCredential(current, nonces, key.user(), key.server());
        this.userValues = current.userValues();
        this.request = request;
    }

    /** Whether the session can go on with another credential. */
    boolean fits(Credential other) {
        return credential.fits(other);
    }

    /** From now on the user's latest request is another one. */
    void adopt(SessionRequest other, Credential current) {
        credential.adopt(current);
        request = other;
    }

    @Override
    public Map<String, String> headers(String method, String url) {
        ServerConfig config = request.server().config();
        if (config.requestHeaders() == null || config.requestHeaders().isEmpty()) {
            return credential.headers(method, url);
        }
        PlaceholderValues values = PlaceholderValues.of(request.server().source(), request.caller(), userValues)
                .during(request.body());
        Map<String, String> headers =
                new LinkedHashMap<>(PLACEHOLDERS.expand(config, values).requestHeaders());
        headers.putAll(credential.headers(method, url));
        return headers;
    }

    @Override
    public void nonce(String wanted) {
        credential.nonce(wanted);
    }
}
