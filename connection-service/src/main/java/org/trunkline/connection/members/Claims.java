package org.trunkline.connection.members;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.trunkline.problem.Misdirected;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.problem.Problem;

/**
 * Which replica owns which session key. The first that is asked for a key claims it; the others know the owner, and ask
 * the database again only when it is dead or says that it is none.
 */
@ApplicationScoped
public class Claims {

    private static final Logger LOG = Logger.getLogger(Claims.class);
    private static final Duration UNUSED = Duration.ofSeconds(30);
    private static final int KNOWN_OWNERS = 200_000;
    private static final int MOST_ATTEMPTS = 10;
    private static final int MOST_AT_ONCE = 1_000;
    private static final int FEW = 10;
    private static final int TOLERANCE = 5;

    private final ClaimStore store;
    private final Members members;
    private final OwnedKeys owned;
    private final int maxSessions;
    private final Map<Question, Uni<Place>> asked = new ConcurrentHashMap<>();
    private final Cache<String, String> owners =
            Caffeine.newBuilder().maximumSize(KNOWN_OWNERS).build();

    private record Question(String key, Arrival arrival) {}

    Claims(
            ClaimStore store,
            Members members,
            OwnedKeys owned,
            @ConfigProperty(name = "trunkline.sessions.max") int maxSessions) {
        this.store = store;
        this.members = members;
        this.owned = owned;
        this.maxSessions = maxSessions;
    }

    /**
     * Where a key's session is used; a key that nobody owns is claimed.
     *
     * @return fails with a {@link Problem} when that cannot be said now
     */
    public Uni<Place> place(String key, Arrival arrival) {
        Claim held = owned.get(key);
        if (held != null && held.holds()) {
            return Uni.createFrom().item(new Place.Here(held));
        }
        if (held != null && held.isLeaving()) {
            return held.whenLeft().chain(() -> place(key, arrival));
        }
        Optional<Member> known = arrival.mayGoOn() ? knownOwner(key) : Optional.empty();
        return known.<Uni<Place>>map(owner -> Uni.createFrom().item(new Place.There(owner, Arrival.FOR_OWNER)))
                .orElseGet(() -> asked.computeIfAbsent(new Question(key, arrival), this::ask));
    }

    /** The claim to a key, if this replica owns it. */
    public Optional<Claim> held(String key) {
        return Optional.ofNullable(owned.get(key)).filter(Claim::holds);
    }

    /**
     * How many keys are claimed on all replicas that begin with {@code prefix}, counted up to {@code most}; those whose
     * sessions have ended lately count too.
     *
     * @param prefix ends with a character that is not the last of its kind
     */
    public Uni<Long> count(String prefix, int most) {
        int end = prefix.length() - 1;
        return store.count(prefix, prefix.substring(0, end) + (char) (prefix.charAt(end) + 1), most);
    }

    /** Whoever was said to own the key says that it does not. */
    public void doubt(String key) {
        owners.invalidate(key);
    }

    /** Stores how the next owner can go on with the session. That it is not stored costs a handshake only. */
    public void remember(Claim claim, String resumption) {
        claim.storing(store.remember(claim.key(), claim.epoch(), resumption)
                .onFailure()
                .invoke(failure -> LOG.debugf("a session's resumption was not stored: %s", failure))
                .onFailure()
                .recoverWithNull()
                .subscribeAsCompletionStage());
    }

    /**
     * Gives a key up for whichever replica is asked for it next; who is asked here meanwhile waits.
     *
     * @param ended when the session is not used any more; whether the next owner can go on with it
     */
    public Uni<Void> handOver(Claim claim, Uni<Boolean> ended) {
        claim.leave();
        return ended.call(claim::whenStored)
                .chain(resumable ->
                        resumable ? store.release(claim.key(), claim.epoch()) : store.remove(List.of(claim)))
                .onTermination()
                .invoke(() -> left(claim));
    }

    /** How many sessions this replica has above its share; 0 while that is not worth a move. */
    public int surplus() {
        int here = owned.count();
        List<Member> others = members.others();
        int all = others.stream().mapToInt(Member::sessions).sum() + here;
        int share = Math.ceilDiv(all, others.size() + 1);
        return here > share + share / TOLERANCE + 2 ? here - share : 0;
    }

    /** Gives up the keys whose sessions have ended, or are not opened soon: all but those in use. */
    public Uni<Void> keepOnly(Set<String> inUse) {
        return give(claim -> claim.isOlderThan(UNUSED) && !inUse.contains(claim.key()));
    }

    /** Gives up all keys. */
    public Uni<Void> keepNone() {
        return give(claim -> true);
    }

    private Uni<Void> give(Predicate<Claim> up) {
        return Multi.createFrom()
                .iterable(owned.all())
                .filter(claim -> claim.holds() && up.test(claim))
                .group()
                .intoLists()
                .of(MOST_AT_ONCE)
                .onItem()
                .transformToUniAndConcatenate(this::giveUp)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** With one command: one for each would take all the connections to the database that there may be. */
    private Uni<Void> giveUp(List<Claim> unused) {
        unused.forEach(Claim::leave);
        return Uni.join()
                .all(unused.stream().map(Claim::whenStored).toList())
                .andCollectFailures()
                .chain(() -> store.remove(unused))
                .onFailure()
                .invoke(failure -> LOG.debugf("keys were not given up: %s", failure))
                .onFailure()
                .recoverWithNull()
                .onTermination()
                .invoke(() -> unused.forEach(this::left));
    }

    private void left(Claim claim) {
        owned.remove(claim);
        claim.left();
    }

    /** One that drains may have handed the session over by now, and may be about to take no requests at all. */
    private Optional<Member> knownOwner(String key) {
        return Optional.ofNullable(owners.getIfPresent(key))
                .flatMap(members::alive)
                .filter(owner -> !owner.draining());
    }

    private Uni<Place> ask(Question question) {
        return Uni.createFrom()
                .deferred(() -> decide(question, MOST_ATTEMPTS))
                .onFailure(failure -> !(failure instanceof Problem))
                .recoverWithUni(failure -> advised(question, failure))
                .onTermination()
                .invoke(() -> asked.remove(question))
                .memoize()
                .indefinitely();
    }

    private Uni<Place> decide(Question question, int attempts) {
        if (attempts == 0) {
            return Uni.createFrom().failure(new NeighbourUnavailable("connection-service", null));
        }
        Epoch self = members.acting().orElse(null);
        if (self == null) {
            return advised(question, null);
        }
        boolean claims =
                !refuses(question.arrival()) && better(question.arrival()).isEmpty();
        Uni<StoredClaim> stored = claims ? store.claim(question.key(), self.id()) : store.find(question.key());
        return stored.chain(found -> {
            if (found == null && claims) {
                return Uni.createFrom().item(hold(question.key(), self, null));
            }
            if (found == null || found.owner() == null) {
                return claim(question, found, self, attempts);
            }
            return found.owner().equals(self.id())
                    ? Uni.createFrom().item(hold(question.key(), self, found))
                    : members.find(found.owner())
                            .chain(owner -> owner.isPresent()
                                    ? Uni.createFrom().item(known(question, owner.get()))
                                    : claim(question, found, self, attempts));
        });
    }

    /** Another replica may know the owner, or reach the database. */
    private Uni<Place> advised(Question question, Throwable failure) {
        List<Member> others =
                members.others().stream().filter(other -> !other.draining()).toList();
        if (question.arrival() != Arrival.DIRECT || others.isEmpty()) {
            return Uni.createFrom().failure(new NeighbourUnavailable("database", failure));
        }
        Member any = others.get(ThreadLocalRandom.current().nextInt(others.size()));
        return Uni.createFrom().item(new Place.There(any, Arrival.FOR_ADVICE));
    }

    private Uni<Place> claim(Question question, StoredClaim found, Epoch self, int attempts) {
        Optional<Member> better = better(question.arrival());
        if (better.isPresent()) {
            return Uni.createFrom().item(new Place.There(better.get(), Arrival.FOR_CLAIM));
        }
        if (refuses(question.arrival())) {
            return Uni.createFrom().failure(new Misdirected());
        }
        Uni<Boolean> claimed = found == null ? Uni.createFrom().item(false) : store.takeOver(found, self.id());
        return claimed.chain(
                won -> won ? Uni.createFrom().item(hold(question.key(), self, found)) : decide(question, attempts - 1));
    }

    /** Whether this replica does not claim what nobody owns. */
    private boolean refuses(Arrival arrival) {
        return arrival == Arrival.FOR_OWNER || arrival == Arrival.FOR_CLAIM && !takesSessions();
    }

    /** The one that a new session is better opened on than here: the least loaded, if this replica has far more. */
    private Optional<Member> better(Arrival arrival) {
        if (!arrival.mayGoOn()) {
            return Optional.empty();
        }
        int here = owned.count();
        boolean takes = takesSessions();
        return members.others().stream()
                .filter(Member::takesSessions)
                .min(Comparator.comparingInt(Member::sessions))
                .filter(least -> !takes || here > least.sessions() + here / TOLERANCE + FEW);
    }

    private boolean takesSessions() {
        return !members.draining() && owned.count() < maxSessions;
    }

    private Place hold(String key, Epoch self, StoredClaim found) {
        if (found != null) {
            LOG.infof("session taken over from %s key=%s", found.owner() == null ? "nobody" : "a lost owner", key);
        }
        Claim claim = new Claim(key, self, found == null ? null : found.resumption());
        owned.add(claim);
        owners.invalidate(key);
        return new Place.Here(claim);
    }

    private Place known(Question question, Member owner) {
        if (!question.arrival().mayGoOn()) {
            throw new Misdirected();
        }
        owners.put(question.key(), owner.epoch());
        return new Place.There(owner, Arrival.FOR_OWNER);
    }
}
