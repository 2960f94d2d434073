package org.trunkline.connection.credentials;

import java.time.Duration;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.trunkline.credential.UserAuthorizations;
import org.trunkline.identity.Caller;
import org.trunkline.neighbours.OauthClient;
import org.trunkline.telemetry.CacheMeters;

/**
 * How all authorizations of a user are, by one question. That oauth-service is down spoils no overview. While changes
 * are told, an answer is used again for a while.
 */
@ApplicationScoped
public class UserStates {

    private static final Logger LOG = Logger.getLogger(UserStates.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST = 20_000;

    private final OauthClient oauth;
    private final CredentialFeed feed;
    private final AsyncCache<String, UserAuthorizations> answers;

    UserStates(@RestClient OauthClient oauth, CredentialFeed feed, CredentialsConfig config, MeterRegistry meters) {
        this.oauth = oauth;
        this.feed = feed;
        this.answers = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(config.statesTime())
                .recordStats()
                .buildAsync();
        CacheMeters.register(meters, "states", answers.synchronous());
    }

    /** The states as they were told last, if they have not changed; else {@link #of}. */
    public Uni<KnownStates> lately(Caller caller) {
        feed.listen();
        return feed.follows()
                ? known(Uni.createFrom()
                        .completionStage(() -> answers.get(
                                        caller.id(),
                                        (user, executor) ->
                                                oauth.authorizations(user).subscribeAsCompletionStage())
                                .copy()))
                : of(caller);
    }

    /** Before anybody acts on it: whoever asks then gets the new ones. */
    void changed(@Observes @Priority(1) CredentialNews news) {
        if (news.change() == null) {
            answers.synchronous().invalidateAll();
        } else {
            answers.synchronous().invalidate(news.change().user());
        }
    }

    /** The states as they are; {@link KnownStates#unknown()} when oauth-service does not answer soon. */
    public Uni<KnownStates> of(Caller caller) {
        return known(oauth.authorizations(caller.id()));
    }

    private static Uni<KnownStates> known(Uni<UserAuthorizations> answer) {
        return answer.ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(KnownStates::new)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("the states of authorizations are not known: %s", failure);
                    return KnownStates.unknown();
                });
    }
}
