package org.trunkline.connection.members;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The replicas of this service as they know of each other: each gives signs of life in the database and looks for those
 * of the others. README.md, "Many replicas", has the rules and what they guarantee.
 */
@ApplicationScoped
public class Members {

    private static final Logger LOG = Logger.getLogger(Members.class);

    private final MemberStore store;
    private final MembersConfig config;
    private final OwnAddress address;
    private final OwnedKeys owned;
    private final Peers peers;
    private final Event<EpochEnded> ended;
    private final int maxSessions;
    private final Observations observations;
    private final AtomicBoolean joining = new AtomicBoolean();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("members").daemon().factory());
    private volatile Epoch epoch;
    private volatile boolean draining;
    private volatile boolean left;

    Members(
            MemberStore store,
            MembersConfig config,
            OwnAddress address,
            OwnedKeys owned,
            Peers peers,
            Event<EpochEnded> ended,
            @ConfigProperty(name = "trunkline.sessions.max") int maxSessions) {
        this.maxSessions = maxSessions;
        this.store = store;
        this.config = config;
        this.address = address;
        this.owned = owned;
        this.peers = peers;
        this.ended = ended;
        this.observations = new Observations(config.death());
    }

    /** @throws IllegalStateException when others could use a session while its owner still does */
    void check(@Observes StartupEvent starting) {
        if (config.fence().compareTo(config.death()) >= 0) {
            throw new IllegalStateException(
                    "trunkline.members.fence (%s) must be shorter than trunkline.members.death (%s)"
                            .formatted(config.fence(), config.death()));
        }
    }

    void begin(@ObservesAsync HttpServerStart started) {
        heart.scheduleWithFixedDelay(this::beat, 0, config.beat().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The epoch in which this replica may use the sessions that it owns; empty while it may not. */
    Optional<Epoch> acting() {
        Epoch now = epoch;
        return now != null && now.acting() ? Optional.of(now) : Optional.empty();
    }

    boolean draining() {
        return draining;
    }

    /** The live members but this one, as far as this replica has seen them. */
    public List<Member> others() {
        Epoch own = epoch;
        return observations.alive().stream()
                .filter(member -> own == null || !member.epoch().equals(own.id()))
                .toList();
    }

    /** Where the other replicas reach this one. */
    public URI address() {
        return address.origin();
    }

    /**
     * The origins of the other live members, each once: a replica that was just started again answers for the epoch
     * before too, as long as that counts as alive.
     */
    public List<URI> origins() {
        URI own = address.origin();
        return others().stream()
                .map(Member::address)
                .filter(origin -> !origin.equals(own))
                .distinct()
                .toList();
    }

    /** Whether this replica does what one is enough for; harmless when two think so. */
    boolean isFirst() {
        Epoch own = epoch;
        return own != null && others().stream().noneMatch(other -> other.epoch().compareTo(own.id()) < 0);
    }

    /** The epochs of all live members. */
    List<String> live() {
        return observations.alive().stream().map(Member::epoch).toList();
    }

    /** The members that are dead. */
    List<Member> dead() {
        return observations.dead();
    }

    /** The live member with that epoch, as far as this replica has seen it. */
    Optional<Member> alive(String id) {
        return observations.alive(id);
    }

    /** The live member with that epoch; empty when it is dead, or has left. */
    Uni<Optional<Member>> find(String id) {
        return observations.knows(id)
                ? Uni.createFrom().item(observations.alive(id))
                : look().replaceWith(() -> observations.alive(id));
    }

    /** What this replica is to another one that says it lives: whether it reaches the database. */
    boolean hear(String id) {
        observations.heard(id);
        return observations.sighted();
    }

    /** This replica takes no further sessions. */
    public void drain() {
        draining = true;
        acting().ifPresent(this::giveSign);
    }

    /** The last act: nobody has to wait for this replica's death. */
    public Uni<Void> leave() {
        left = true;
        heart.shutdownNow();
        Epoch last = epoch;
        return last == null ? Uni.createFrom().voidItem() : store.remove(last.id());
    }

    private void beat() {
        try {
            Epoch now = epoch;
            if (now == null || !now.acting()) {
                end(now);
                join();
            } else {
                giveSign(now);
                askPeersWhenUnheard(now);
            }
            look().subscribe().with(looked -> {}, failure -> LOG.debugf("members were not seen: %s", failure));
        } catch (RuntimeException e) {
            LOG.error("a beat failed", e);
        }
    }

    private void end(Epoch lapsed) {
        if (lapsed != null) {
            epoch = null;
            LOG.warnf("this replica was not heard for %s: it gives up its %d sessions", config.fence(), owned.count());
            owned.clear();
            ended.fire(new EpochEnded());
            remove(lapsed);
        }
    }

    private void join() {
        if (left || !joining.compareAndSet(false, true)) {
            return;
        }
        Epoch next = new Epoch(config.fence(), System.nanoTime());
        store.add(self(next))
                .chain(this::look)
                .onTermination()
                .invoke(() -> joining.set(false))
                .subscribe()
                .with(seen -> joined(next), failure -> LOG.debugf("not joined: %s", failure));
    }

    /** Whose first sign of life took too long tries again. */
    private void joined(Epoch next) {
        if (next.acting()) {
            LOG.infof("joined the members at %s", address.origin());
            epoch = next;
        } else {
            remove(next);
        }
    }

    private void remove(Epoch past) {
        store.remove(past.id())
                .subscribe()
                .with(removed -> {}, failure -> LOG.debugf("an epoch was not removed: %s", failure));
    }

    private void giveSign(Epoch now) {
        long sent = System.nanoTime();
        store.beat(self(now))
                .subscribe()
                .with(
                        known -> heard(now, known, sent),
                        failure -> LOG.debugf("a sign of life was not written: %s", failure));
    }

    private static void heard(Epoch now, boolean known, long sent) {
        if (known) {
            now.heard(sent);
        } else {
            now.lapse();
        }
    }

    /** Those that the database does not tell of this replica are told by itself; all of them must have heard it. */
    private void askPeersWhenUnheard(Epoch now) {
        if (now.silence() > 2 * config.beat().toNanos()) {
            long sent = System.nanoTime();
            peers.tell(now.id(), others()).subscribe().with(goOn -> {
                if (goOn) {
                    now.heard(sent);
                }
            });
        }
    }

    private Uni<Void> look() {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return store.all()
                    .invoke(all -> observations.note(all, asked, System.nanoTime()))
                    .replaceWithVoid();
        });
    }

    private Member self(Epoch as) {
        URI origin = address.origin();
        return new Member(as.id(), origin, 0, draining, owned.count(), maxSessions);
    }
}
