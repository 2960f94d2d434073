package org.trunkline.connection.members;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this replica has seen of the members, judged by its own monotonic clock alone. A member is dead when its beat
 * was seen unchanged for the time of death, by looks that followed one another closely: who could not look does not
 * judge.
 */
final class Observations {

    private final long death;
    private final long blindness;
    private volatile Map<String, Seen> seen = Map.of();
    private volatile long lastAsked;
    private volatile long lastAnswered;
    private volatile boolean looked;

    /** @param since when the beat was new, or the member was heard otherwise, at the latest */
    private record Seen(Member member, long since, boolean dead) {}

    Observations(Duration death) {
        this.death = death.toNanos();
        this.blindness = this.death / 3;
    }

    /**
     * Takes note of who is there.
     *
     * @param asked when the look began
     * @param answered when it ended
     */
    synchronized void note(Collection<Member> present, long asked, long answered) {
        if (looked && asked - lastAsked < 0) {
            return;
        }
        boolean blind = !looked || asked - lastAnswered > blindness;
        Map<String, Seen> now = new HashMap<>();
        present.forEach(member -> now.put(member.epoch(), seen(member, blind, asked, answered)));
        seen = Map.copyOf(now);
        lastAsked = asked;
        lastAnswered = answered;
        looked = true;
    }

    private Seen seen(Member member, boolean blind, long asked, long answered) {
        Seen before = seen.get(member.epoch());
        if (blind || before == null || before.member().beat() != member.beat()) {
            return new Seen(member, answered, false);
        }
        return new Seen(member, before.since(), asked - before.since() >= death);
    }

    /** A member has said itself that it lives. */
    synchronized void heard(String epoch) {
        Seen before = seen.get(epoch);
        if (before != null) {
            Map<String, Seen> now = new HashMap<>(seen);
            now.put(epoch, new Seen(before.member(), System.nanoTime(), false));
            seen = Map.copyOf(now);
        }
    }

    /** The members that are not dead, this one too. */
    List<Member> alive() {
        return seen.values().stream()
                .filter(each -> !each.dead())
                .map(Seen::member)
                .toList();
    }

    /** The members that are dead. */
    List<Member> dead() {
        return seen.values().stream().filter(Seen::dead).map(Seen::member).toList();
    }

    /** A member that is not dead; empty also for one that was not seen yet. */
    Optional<Member> alive(String epoch) {
        Seen found = seen.get(epoch);
        return found == null || found.dead() ? Optional.empty() : Optional.of(found.member());
    }

    /** Whether the epoch was there at the last look, dead or not. */
    boolean knows(String epoch) {
        return seen.containsKey(epoch);
    }

    /** Whether the database was seen lately. */
    boolean sighted() {
        return looked && System.nanoTime() - lastAnswered < blindness;
    }
}
