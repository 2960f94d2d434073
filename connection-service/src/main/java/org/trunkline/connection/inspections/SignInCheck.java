package org.trunkline.connection.inspections;

import java.time.Duration;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.credential.Detection;
import org.trunkline.credential.DetectionRequest;
import org.trunkline.neighbours.OauthClient;
import org.trunkline.server.ServerConfig;

/** Says whether a server that refused an unknown caller wants its users to sign in (librechat.md, D.1). */
@ApplicationScoped
class SignInCheck {

    private static final Pattern BEARER = Pattern.compile("(?i)(?:^|[\\s,])Bearer(?:[\\s,]|$)");

    private final OauthClient oauth;

    SignInCheck(@RestClient OauthClient oauth) {
        this.oauth = oauth;
    }

    /**
     * Whether the refusal means that users must sign in: a Bearer challenge does (RFC 6750, section 3); of others
     * oauth-service finds out, if it is there.
     */
    Uni<Boolean> wantsSignIn(ServerConfig server, TransportException refusal, Duration patience) {
        boolean bearer = refusal.authenticate().stream()
                .anyMatch(challenge -> BEARER.matcher(challenge).find());
        if (refusal.status() == 401 && bearer) {
            return Uni.createFrom().item(true);
        }
        return oauth.detect(new DetectionRequest(server.url(), server.oauthHeaders()))
                .map(Detection::requiresOAuth)
                .ifNoItem()
                .after(patience)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }
}
