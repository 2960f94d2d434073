package org.trunkline.connection.sessions;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Lets so many through at a time, and so many in a second; others wait. Users go in rotation, so that one who wants
 * many turns delays nobody by more than one of them; of a user's turns the oldest is next. Who stops waiting leaves the
 * queue.
 */
final class Turns {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** No timer is shorter. */
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    private final int most;
    private final long interval;

    /** By user; whose turn it is next comes first. */
    private final Map<String, Deque<Turn>> waiting = new LinkedHashMap<>();

    private int taken;
    private long nextDue = System.nanoTime();
    private boolean timed;

    /**
     * @param most at a time, and at once after a while without any
     * @param rate in a second
     */
    Turns(int most, int rate) {
        this.most = most;
        this.interval = SECOND / rate;
    }

    /** A place in a user's queue. */
    Turn next(String user) {
        return new Turn(user);
    }

    /** One turn: waited for, taken, and given back. */
    final class Turn {

        private final String user;
        private UniEmitter<? super Void> emitter;
        private boolean held;
        private boolean over;

        private Turn(String user) {
            this.user = user;
        }

        /** Completes when it is this one's turn. */
        Uni<Void> come() {
            return Uni.createFrom().emitter(told -> {
                emitter = told;
                proceed(() -> enqueue(this));
            });
        }

        /** Lets the next one through, or gives up waiting; again, nothing happens. */
        void end() {
            proceed(() -> leave(this));
        }
    }

    private void enqueue(Turn turn) {
        if (!turn.over) {
            waiting.computeIfAbsent(turn.user, first -> new ArrayDeque<>()).addLast(turn);
        }
    }

    private void leave(Turn turn) {
        if (turn.over) {
            return;
        }
        turn.over = true;
        if (turn.held) {
            taken--;
        } else {
            waiting.computeIfPresent(turn.user, (user, queue) -> {
                queue.remove(turn);
                return queue.isEmpty() ? null : queue;
            });
        }
    }

    /** Changes something, and lets those through who may be then. */
    private void proceed(Runnable change) {
        List<Turn> come = new ArrayList<>();
        synchronized (this) {
            change.run();
            while (taken < most && !waiting.isEmpty() && isDue()) {
                come.add(take());
            }
        }
        come.forEach(turn -> turn.emitter.complete(null));
    }

    /** Whether one may begin now; else it is looked again when one may. */
    private boolean isDue() {
        long now = System.nanoTime();
        long early = nextDue - now - most * interval;
        if (early <= 0) {
            nextDue = Math.max(nextDue, now) + interval;
            return true;
        }
        if (!timed) {
            timed = true;
            Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(Duration.ofMillis(early / MILLISECOND + 1))
                    .subscribe()
                    .with(later -> proceed(() -> timed = false));
        }
        return false;
    }

    /** The next user's oldest; the user goes to the end. */
    private Turn take() {
        String user = waiting.keySet().iterator().next();
        Deque<Turn> queue = waiting.remove(user);
        Turn turn = queue.removeFirst();
        if (!queue.isEmpty()) {
            waiting.put(user, queue);
        }
        turn.held = true;
        taken++;
        return turn;
    }
}
