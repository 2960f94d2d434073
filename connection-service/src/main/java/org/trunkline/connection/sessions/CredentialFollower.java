package org.trunkline.connection.sessions;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.trunkline.connection.credentials.CredentialNews;
import org.trunkline.connection.credentials.SignIn;
import org.trunkline.connection.credentials.Wishes;
import org.trunkline.connection.links.Link;
import org.trunkline.credential.CredentialChange;

/**
 * Keeps sessions in step with credentials: one whose credential is gone is closed, one that was opened with other
 * values is opened anew by the next call, and who has just signed in is connected.
 */
@ApplicationScoped
class CredentialFollower {

    private static final Logger LOG = Logger.getLogger(CredentialFollower.class);

    private final Sessions sessions;
    private final Wishes wishes;

    CredentialFollower(Sessions sessions, Wishes wishes) {
        this.sessions = sessions;
        this.wishes = wishes;
    }

    /** After the credentials have noticed it. Without a change, each session notices when it is used next. */
    void changed(@Observes @Priority(2) CredentialNews news) {
        if (news.change() != null) {
            follow(news.change());
        }
    }

    private void follow(CredentialChange change) {
        if (change.values()) {
            sessions.retire(change.user(), change.server());
            return;
        }
        switch (change.state()) {
            case NEEDS_AUTHORIZATION, EXPIRED -> sessions.retire(change.user(), change.server());
            case AUTHORIZED ->
                wishes.take(change.user(), change.server())
                        .filter(wish -> !sessions.has(change.user(), change.server()))
                        .ifPresent(this::connect);
            case NOT_REQUIRED, AUTHORIZING, STEP_UP, ERROR -> {}
        }
    }

    /** Where another replica owns the session, that one does it if the wish was made there; else the next call does. */
    private void connect(Wishes.Wish wish) {
        sessions.use(SessionRequest.of(wish.caller(), wish.server()), SignIn.LEAVE, Work.aside(Link::tools))
                .onFailure(OwnedElsewhere.class)
                .recoverWithNull()
                .subscribe()
                .with(
                        tools -> {},
                        failure -> LOG.infof(
                                "not connected after the sign-in server=%s user=%s: %s",
                                wish.server().name(), wish.caller().id(), failure.getMessage()));
    }
}
