package org.trunkline.connection.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.Challenge;
import org.trunkline.credential.Credential;
import org.trunkline.credential.CredentialRequest;
import org.trunkline.identity.Caller;
import org.trunkline.neighbours.OauthClient;
import org.trunkline.placeholder.Placeholders;
import org.trunkline.problem.AuthorizationRequired;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.problem.NotFound;
import org.trunkline.problem.Problem;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ResolvedServer;
import org.trunkline.telemetry.CacheMeters;

/**
 * The credentials that go upstream for users, as oauth-service gives them: asked for once however many calls need one,
 * and kept for a short time or until a change is told. What cannot be used is never kept, so a sign-in counts at once.
 */
@ApplicationScoped
public class Credentials {

    private static final Credential NONE =
            new Credential(AuthorizationState.NOT_REQUIRED, null, null, null, null, null, 0, null, null, null);
    private static final int CACHED_ANSWERS = 50_000;
    private static final int REMEMBERED_SERVERS = 10_000;
    private static final Duration DISCOVERY_MEMORY = Duration.ofMinutes(10);

    private final OauthClient oauth;
    private final CredentialFeed feed;
    private final Wishes wishes;
    private final AsyncCache<Key, Credential> answers;

    /** Beyond their time, for when oauth-service cannot be asked. */
    private final Cache<Key, Credential> last;

    /**
     * Servers that turned out to want a sign-in though their configuration does not say so, by name and revision. After
     * a while they are tried without a credential again: they may have changed.
     */
    private final Cache<String, Boolean> discovered = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_SERVERS)
            .expireAfterWrite(DISCOVERY_MEMORY)
            .build();

    private record Key(String user, String server, SignIn signIn) {}

    Credentials(
            @RestClient OauthClient oauth,
            CredentialFeed feed,
            Wishes wishes,
            CredentialsConfig config,
            MeterRegistry meters) {
        this.oauth = oauth;
        this.feed = feed;
        this.wishes = wishes;
        this.answers = Caffeine.newBuilder()
                .maximumSize(CACHED_ANSWERS)
                .expireAfter(Expiry.creating((Key key, Credential credential) -> life(credential, config.cacheTime())))
                .recordStats()
                .buildAsync();
        CacheMeters.register(meters, "credentials", answers.synchronous());
        this.last = Caffeine.newBuilder()
                .maximumSize(CACHED_ANSWERS)
                .expireAfterWrite(config.cacheTime().plus(config.outageTime()))
                .build();
    }

    /**
     * What to open or use the caller's session with.
     *
     * @return fails with {@link AuthorizationRequired} when the user has to do something first, with another
     *     {@link Problem} when there is no credential now
     */
    public Uni<Credential> of(Caller caller, ResolvedServer server, SignIn signIn) {
        if (!needed(server)) {
            return Uni.createFrom().item(NONE);
        }
        feed.listen();
        Key key = new Key(caller.id(), server.name(), signIn);
        return Uni.createFrom()
                .completionStage(() -> answers.get(key, (asked, executor) -> ask(key, caller, server))
                        .copy())
                .invoke(credential -> requireUsable(caller, server, credential));
    }

    /**
     * What to do the refused work again with.
     *
     * @param sent what the server refused
     * @return fails with {@link AuthorizationRequired} when the user has to do something first, with another
     *     {@link Problem} when nothing helps
     */
    public Uni<Credential> afterRefusal(
            Caller caller, ResolvedServer server, Credential sent, TransportException refusal, SignIn signIn) {
        if (Refusals.wantsNonce(refusal)) {
            return Uni.createFrom().item(sent);
        }
        if (!Refusals.isForUser(server, refusal)) {
            return Uni.createFrom().failure(UpstreamFailure.unauthorized(server.name()));
        }
        discovered.put(discovery(server), true);
        feed.listen();
        forget(caller.id(), server.name());
        CredentialRequest request = request(caller, server, signIn);
        return answer(
                        server,
                        oauth.challenged(
                                new Challenge(request, refusal.status(), refusal.authenticate(), sent.generation())))
                .invoke(credential -> requireBetter(caller, server, credential, sent));
    }

    /** Whether a refusal shows that users sign in at a server, each for themselves, of which that was not known. */
    public boolean revealsSignIn(ResolvedServer server, TransportException refusal) {
        return Refusals.revealsSignIn(server, refusal);
    }

    /** Before anybody acts on it: whoever asks then gets the new one. */
    void changed(@Observes @Priority(1) CredentialNews news) {
        if (news.change() == null) {
            answers.synchronous().invalidateAll();
            last.invalidateAll();
        } else {
            forget(news.change().user(), news.change().server());
        }
    }

    private boolean needed(ResolvedServer server) {
        Map<String, ?> variables = server.config().customUserVars();
        return Refusals.declaresAuthorization(server)
                || Placeholders.wantGraphToken(server.config(), server.source())
                || variables != null && !variables.isEmpty()
                || discovered.getIfPresent(discovery(server)) != null;
    }

    private CompletableFuture<Credential> ask(Key key, Caller caller, ResolvedServer server) {
        CompletableFuture<Credential> asked = answer(server, oauth.credential(request(caller, server, key.signIn())))
                .invoke(credential -> remember(key, server, credential))
                .onFailure(NeighbourUnavailable.class)
                .recoverWithUni(outage -> last(key)
                        .map(credential -> Uni.createFrom().item(credential))
                        .orElseGet(() -> Uni.createFrom().failure(outage)))
                .subscribeAsCompletionStage()
                .copy();
        asked.whenComplete((credential, failure) -> {
            if (credential != null && !usable(server, credential)) {
                answers.asMap().remove(key, asked);
            }
        });
        return asked;
    }

    private void remember(Key key, ResolvedServer server, Credential credential) {
        if (usable(server, credential)) {
            last.put(key, credential);
        }
    }

    private Optional<Credential> last(Key key) {
        return Optional.ofNullable(last.getIfPresent(key))
                .filter(credential ->
                        credential.expiresAt() == null || credential.expiresAt().isAfter(Instant.now()));
    }

    private void forget(String user, String server) {
        for (SignIn signIn : SignIn.values()) {
            Key key = new Key(user, server, signIn);
            answers.synchronous().invalidate(key);
            last.invalidate(key);
        }
    }

    private void requireUsable(Caller caller, ResolvedServer server, Credential credential) {
        List<String> missing = server.config().missingUserValues(credential.userValues());
        if (!missing.isEmpty()) {
            throw AuthorizationRequired.values(server.name(), missing);
        }
        if (!usable(server, credential)) {
            throw refused(caller, server, credential);
        }
    }

    private void requireBetter(Caller caller, ResolvedServer server, Credential credential, Credential sent) {
        if (credential.accessToken() == null || credential.generation() == sent.generation()) {
            throw refused(caller, server, credential);
        }
    }

    private Problem refused(Caller caller, ResolvedServer server, Credential credential) {
        return switch (credential.state()) {
            case NEEDS_AUTHORIZATION, AUTHORIZING, EXPIRED, STEP_UP -> {
                wishes.add(caller, server);
                yield AuthorizationRequired.signIn(server.name(), credential);
            }
            case ERROR ->
                UpstreamFailure.unauthorized(
                        server.name(),
                        Optional.ofNullable(credential.reason()).orElse("it was refused"),
                        credential.retryAfter());
            case NOT_REQUIRED, AUTHORIZED -> UpstreamFailure.unauthorized(server.name());
        };
    }

    private static boolean usable(ResolvedServer server, Credential credential) {
        boolean complete =
                server.config().missingUserValues(credential.userValues()).isEmpty();
        return complete && (credential.accessToken() != null || credential.state() == AuthorizationState.NOT_REQUIRED);
    }

    private static Uni<Credential> answer(ResolvedServer server, Uni<Credential> question) {
        return question.onFailure(NotFound.class)
                .transform(absent -> NotFound.server(server.name()))
                .onFailure(failure -> !(failure instanceof Problem))
                .transform(cause -> new NeighbourUnavailable(OauthClient.NAME, cause));
    }

    private static CredentialRequest request(Caller caller, ResolvedServer server, SignIn signIn) {
        boolean exchanged = server.config().obo() != null
                || server.config().oauth() != null
                || Placeholders.wantGraphToken(server.config(), server.source());
        return new CredentialRequest(
                caller.id(),
                caller.role(),
                caller.groups(),
                server.name(),
                signIn == SignIn.BEGIN,
                exchanged ? caller.token() : null);
    }

    private static String discovery(ResolvedServer server) {
        return server.name() + "\n" + server.revision();
    }

    /** Asked for again in the last quarter of its life at the latest, when oauth-service may give the next. */
    private static Duration life(Credential credential, Duration longest) {
        if (credential.expiresAt() == null) {
            return longest;
        }
        Duration left = Duration.between(Instant.now(), credential.expiresAt());
        Duration good = left.isNegative() ? Duration.ZERO : left.dividedBy(4).multipliedBy(3);
        return good.compareTo(longest) < 0 ? good : longest;
    }
}
