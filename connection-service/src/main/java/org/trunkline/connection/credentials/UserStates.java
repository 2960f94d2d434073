package org.trunkline.connection.credentials;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.trunkline.identity.Caller;
import org.trunkline.neighbours.OauthClient;

/** How all authorizations of a user are, by one question. That oauth-service is down spoils no overview. */
@ApplicationScoped
public class UserStates {

    private static final Logger LOG = Logger.getLogger(UserStates.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final OauthClient oauth;

    UserStates(@RestClient OauthClient oauth) {
        this.oauth = oauth;
    }

    /** The states; {@link KnownStates#unknown()} when oauth-service does not answer soon. */
    public Uni<KnownStates> of(Caller caller) {
        return oauth.authorizations(caller.id())
                .ifNoItem()
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
