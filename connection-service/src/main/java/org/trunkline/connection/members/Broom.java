package org.trunkline.connection.members;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/**
 * Sweeps away what nobody comes back for: members that died, and keys that no live member owns. How long they lie there
 * is counted by this replica's monotonic clock.
 */
@ApplicationScoped
class Broom {

    private static final Logger LOG = Logger.getLogger(Broom.class);
    private static final long KEPT = Duration.ofMinutes(30).toNanos();
    private static final int MOST = 10_000;

    private final Members members;
    private final MemberStore store;
    private final ClaimStore claims;
    private Map<StoredClaim, Long> lying = Map.of();

    Broom(Members members, MemberStore store, ClaimStore claims) {
        this.members = members;
        this.store = store;
        this.claims = claims;
    }

    @Scheduled(every = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    void sweep() {
        if (members.isFirst()) {
            members.dead().forEach(dead -> run(store.removeDead(dead)));
            run(claims.orphans(members.live(), MOST).invoke(this::forgetOld));
        }
    }

    private synchronized void forgetOld(List<StoredClaim> orphans) {
        long now = System.nanoTime();
        Map<StoredClaim, Long> next = new HashMap<>();
        orphans.forEach(orphan -> next.put(orphan, lying.getOrDefault(orphan, now)));
        next.forEach((orphan, since) -> {
            if (now - since > KEPT) {
                run(claims.forget(orphan));
            }
        });
        lying = next;
    }

    private static void run(Uni<?> work) {
        work.subscribe().with(done -> {}, failure -> LOG.debugf("not swept: %s", failure));
    }
}
