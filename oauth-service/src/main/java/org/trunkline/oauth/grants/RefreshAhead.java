package org.trunkline.oauth.grants;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import com.mongodb.MongoException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.jboss.logging.Logger;

/**
 * Refreshes tokens that are in use before they end, so that nobody waits for it, and tells which have ended for good.
 * Every replica looks; the lease of each grant lets one of them refresh it. What a replica was refreshing that died is
 * taken over here too: some authorization servers take a refresh token once more within half a minute.
 */
@ApplicationScoped
class RefreshAhead {

    private static final Logger LOG = Logger.getLogger(RefreshAhead.class);

    private final GrantStore store;
    private final Refresher refresher;
    private final GrantsConfig config;
    private final Event<GrantChanged> changes;

    RefreshAhead(GrantStore store, Refresher refresher, GrantsConfig config, Event<GrantChanged> changes) {
        this.store = store;
        this.refresher = refresher;
        this.config = config;
        this.changes = changes;
    }

    @Scheduled(every = "${trunkline.grants.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        Instant now = Instant.now();
        try {
            List<StoredGrant> ending = store.ending(now, config.ahead(), now.minus(config.inUse()));
            Collections.shuffle(ending);
            ending.stream().filter(this::isTurn).forEach(grant -> refresher.begin(grant));
            store.over(now).forEach(this::end);
        } catch (MongoException | IllegalStateException e) { // the latter: at shutdown, the client is closed
            LOG.warnf("tokens are not refreshed ahead of their end: %s", e.getMessage());
        }
    }

    /** Tells it once: of all replicas the one that writes it. */
    private void end(StoredGrant grant) {
        String reason = "The sign-in has ended";
        if (store.ended(grant.id, grant.generation, reason)) {
            changes.fire(new GrantChanged(grant.user, grant.server, new GrantState.Expired(reason)));
        }
    }

    /** Grants that were issued together end together; each has its own moment in the second half of the time ahead. */
    private boolean isTurn(StoredGrant grant) {
        long share = 50 + Math.floorMod(grant.id.hashCode(), 50);
        Duration own = config.ahead().multipliedBy(share).dividedBy(100);
        return Freshness.mayRefresh(grant) && Freshness.isEnding(grant, own);
    }
}
