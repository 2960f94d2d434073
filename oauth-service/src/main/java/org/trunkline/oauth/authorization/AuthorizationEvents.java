package org.trunkline.oauth.authorization;

import java.time.Instant;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.CredentialChange;
import org.trunkline.oauth.events.ChangeFeed;
import org.trunkline.oauth.flows.Flow;
import org.trunkline.oauth.flows.FlowEnded;
import org.trunkline.oauth.flows.FlowStatus;
import org.trunkline.oauth.grants.GrantChanged;
import org.trunkline.oauth.grants.GrantState;
import org.trunkline.oauth.values.ValuesChanged;

/**
 * Follows what happens to grants, flows and user values on this replica. What cannot be written down now does not undo
 * what has happened: it is seen when the credential is asked for next.
 */
@ApplicationScoped
class AuthorizationEvents {

    private static final Logger LOG = Logger.getLogger(AuthorizationEvents.class);

    /** How a flow says that its user did not want it any more: no error to be mended. */
    private static final String CANCELLED = "User cancelled OAuth flow";

    private final Authorizations authorizations;
    private final ChangeFeed feed;

    AuthorizationEvents(Authorizations authorizations, ChangeFeed feed) {
        this.authorizations = authorizations;
        this.feed = feed;
    }

    void grant(@Observes GrantChanged event) {
        happened(event.user(), event.server(), authorization -> follow(authorization, event.state()));
    }

    void flow(@Observes FlowEnded event) {
        happened(event.user(), event.server(), authorization -> follow(authorization, event.flow()));
    }

    void values(@Observes ValuesChanged event) {
        guarded(event.user(), event.server(), () -> {
            Authorization now = authorizations
                    .find(event.user(), event.server())
                    .orElseGet(() -> Authorization.fresh(event.user(), event.server()));
            AuthorizationState state = now.state == null ? AuthorizationState.NOT_REQUIRED : now.state;
            feed.publish(new CredentialChange(
                    event.user(), event.server(), state, now.reason, Instant.now(), now.generation, true));
        });
    }

    /** That there is no grant is no news where there never was one. */
    static void follow(Authorization authorization, GrantState grant) {
        switch (grant) {
            case GrantState.None none -> {
                if (authorization.state != null) {
                    authorization.unusable(AuthorizationState.NEEDS_AUTHORIZATION, "The user has not signed in", null);
                }
            }
            case GrantState.Usable usable -> authorization.usable(usable.grant().generation());
            case GrantState.Expired expired ->
                authorization.unusable(AuthorizationState.EXPIRED, expired.reason(), null);
            case GrantState.Failing failing ->
                authorization.unusable(AuthorizationState.ERROR, failing.reason(), failing.retryAfter());
        }
    }

    /** A flow that failed leaves a grant that lacks scopes as it was. */
    private static void follow(Authorization authorization, Flow flow) {
        if (flow.status == FlowStatus.COMPLETED) {
            authorization.signedIn();
        } else if (authorization.generation != 0) {
            authorization.waiting(authorization.state, flow.error, null);
        } else if (CANCELLED.equals(flow.error)) {
            authorization.unusable(AuthorizationState.NEEDS_AUTHORIZATION, flow.error, null);
        } else {
            authorization.unusable(AuthorizationState.ERROR, flow.error, null);
        }
    }

    private void happened(String user, String server, Consumer<Authorization> edit) {
        guarded(user, server, () -> authorizations.happened(user, server, edit));
    }

    private static void guarded(String user, String server, Runnable write) {
        try {
            write.run();
        } catch (RuntimeException e) {
            LOG.warnf("the change of a credential is not told user=%s server=%s: %s", user, server, e.getMessage());
        }
    }
}
