package org.trunkline.oauth.grants;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jboss.logging.Logger;
import org.trunkline.oauth.discovery.Unusable;
import org.trunkline.problem.TargetNotAllowed;
import org.trunkline.server.GrantSettings;
import org.trunkline.server.ServerConfig;

/**
 * Gets tokens for servers whose configuration needs no sign-in. They are kept like other grants, and got anew when they
 * are about to end; a refusal is remembered for a while.
 */
@ApplicationScoped
class Unattended {

    private static final Logger LOG = Logger.getLogger(Unattended.class);
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MOST_REMEMBERED = 10_000;

    private final UnattendedOrigins origins;
    private final UnattendedRequests requests;
    private final GrantWriter writer;
    private final SingleFlight<GrantState> flights = new SingleFlight<>();
    private final Cache<String, GrantState> failures = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .build();

    Unattended(UnattendedOrigins origins, UnattendedRequests requests, GrantWriter writer) {
        this.origins = origins;
        this.requests = requests;
        this.writer = writer;
    }

    /** Tokens for an order that has none, none that are still good, or none that the MCP server takes. */
    GrantState obtain(GrantOrder order) {
        String key = GrantStore.id(order.user(), order.server().name()) + "#"
                + order.server().revision();
        GrantState failure = failures.getIfPresent(key);
        if (failure != null) {
            return failure;
        }
        try {
            GrantState state = flights.join(key, () -> ask(order)).join();
            if (state instanceof GrantState.Failing) {
                failures.put(key, state);
            }
            return state;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private GrantState ask(GrantOrder order) {
        ServerConfig config = order.server().config();
        String kind = GrantKinds.of(config);
        Optional<String> subject = subject(order);
        if (subject.isEmpty() && !kind.equals(GrantSettings.CLIENT_CREDENTIALS)) {
            return failing(order, "There is no token of the user to exchange");
        }
        try {
            GrantOrigin origin = origins.of(config);
            GrantSettings settings =
                    config.oauth() == null ? null : config.oauth().grant();
            return switch (requests.send(kind, settings, origin, subject.orElse(null))) {
                case TokenAnswer.Granted(var tokens) ->
                    new GrantState.Usable(
                            writer.write(order.user(), order.server().name(), kind, tokens, origin));
                case TokenAnswer.Refused refused ->
                    failing(order, "The authorization server refuses a token: " + refused.summary());
                case TokenAnswer.Failed failed -> failing(order, failed.reason());
            };
        } catch (Unusable | TargetNotAllowed | IllegalArgumentException e) {
            return failing(order, e.getMessage());
        }
    }

    private static Optional<String> subject(GrantOrder order) {
        GrantSettings settings = order.server().config().oauth() == null
                ? null
                : order.server().config().oauth().grant();
        return settings == null || settings.subjectToken() == null
                ? Optional.ofNullable(order.userToken())
                : Optional.of(settings.subjectToken());
    }

    private static GrantState failing(GrantOrder order, String reason) {
        LOG.warnf(
                "no token without a sign-in: user=%s server=%s: %s",
                order.user(), order.server().name(), reason);
        return new GrantState.Failing(reason, REMEMBERED);
    }
}
