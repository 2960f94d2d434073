package org.trunkline.connection.inspections;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.credential.Detection;
import org.trunkline.credential.DetectionRequest;
import org.trunkline.neighbours.OauthClient;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.Transport;

/** Says whether a server wants its users to sign in (librechat.md, D.1). */
@ApplicationScoped
class SignInCheck {

    private static final Pattern BEARER = Pattern.compile("(?i)(?:^|[\\s,])Bearer(?:[\\s,]|$)");

    /** Whoever saves a server that works waits no longer for what it might want besides. */
    private static final Duration LOOK_AROUND = Duration.ofSeconds(3);

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
        return detected(server, Detection::requiresOAuth, patience);
    }

    /** Whether a server that let an unknown caller in names the authorization server of its users (RFC 9728). */
    Uni<Boolean> offersSignIn(ServerConfig server, Duration patience) {
        boolean http = server.transport() == Transport.STREAMABLE_HTTP || server.transport() == Transport.SSE;
        Duration longest = patience.compareTo(LOOK_AROUND) < 0 ? patience : LOOK_AROUND;
        return http
                ? detected(server, found -> found.resourceMetadata() != null, longest)
                : Uni.createFrom().item(false);
    }

    private Uni<Boolean> detected(ServerConfig server, Predicate<Detection> wanted, Duration patience) {
        return oauth.detect(new DetectionRequest(server.url(), server.oauthHeaders()))
                .map(wanted::test)
                .ifNoItem()
                .after(patience)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }
}
