package org.trunkline.oauth.grants;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Token;
import org.jboss.logging.Logger;
import org.trunkline.oauth.clients.Client;
import org.trunkline.oauth.clients.ClientProofs;
import org.trunkline.problem.Problem;

/** Tells authorization servers that tokens are no longer needed (RFC 7009): in the background, with a few tries. */
@ApplicationScoped
class Revocations {

    private static final Logger LOG = Logger.getLogger(Revocations.class);
    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final GrantSeals seals;
    private final HTTPRequestSender http;

    Revocations(GrantSeals seals, HTTPRequestSender http) {
        this.seals = seals;
        this.http = http;
    }

    /** Revokes the tokens of a grant that is no longer stored, the refresh token first. */
    void begin(StoredGrant grant) {
        if (grant.revocationEndpoint != null) {
            Thread.startVirtualThread(() -> revoke(grant));
        }
    }

    private void revoke(StoredGrant grant) {
        GrantOrigin origin = seals.origin(grant);
        String refresh = seals.open(grant, "refreshToken", grant.refreshToken);
        String access = seals.open(grant, "accessToken", grant.accessToken);
        Stream.of(
                        refresh == null ? null : new RefreshToken(refresh),
                        access == null ? null : new BearerAccessToken(access))
                .filter(Objects::nonNull)
                .forEach(token -> revoke(grant, origin, token));
    }

    private void revoke(StoredGrant grant, GrantOrigin origin, Token token) {
        String outcome = "";
        for (int tried = 1; tried <= TRIES; tried++) {
            outcome = send(origin, token);
            if (outcome.isEmpty()) {
                return;
            }
            LockSupport.parkNanos(Backoff.after(tried, FIRST_PAUSE).toNanos());
        }
        LOG.warnf("tokens were not revoked: user=%s server=%s: %s", grant.user, grant.server, outcome);
    }

    /** What went wrong; empty when nothing did, or another try would not help. */
    private String send(GrantOrigin origin, Token token) {
        try {
            HTTPRequest request = request(origin, token).toHTTPRequest();
            origin.headers().forEach(request::setHeader);
            int status = request.send(http).getStatusCode();
            if (status >= 400 && status < 500 && status != 429) {
                LOG.infof("revocation refused: issuer=%s: HTTP %d", origin.issuer(), status);
            }
            return status >= 500 || status == 429 ? "HTTP " + status : "";
        } catch (IOException | Problem e) {
            return e.getClass().getSimpleName();
        }
    }

    private static TokenRevocationRequest request(GrantOrigin origin, Token token) {
        URI endpoint = origin.revocationEndpoint();
        Client client = clientFor(origin);
        return ClientProofs.of(client, endpoint)
                .map(proof -> new TokenRevocationRequest(endpoint, proof, token))
                .orElseGet(() -> new TokenRevocationRequest(endpoint, new ClientID(client.id()), token, Map.of()));
    }

    /** The client with a method that the revocation endpoint takes: its own if possible. */
    private static Client clientFor(GrantOrigin origin) {
        Client client = origin.client();
        List<String> methods = origin.revocationAuthenticationMethods();
        boolean own = methods == null || methods.contains(client.authenticationMethod()) || client.secret() == null;
        return own
                ? client
                : Stream.of("client_secret_basic", "client_secret_post")
                        .filter(methods::contains)
                        .findFirst()
                        .map(method ->
                                new Client(client.id(), client.secret(), method, client.issuer(), client.source()))
                        .orElse(client);
    }
}
