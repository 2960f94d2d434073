package org.trunkline.connection.sessions;

import java.util.ArrayDeque;
import java.util.Deque;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/** Lets so many through at a time; others wait, and who came first goes first. Who stops waiting leaves the queue. */
final class Turns {

    private final int most;
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private int taken;

    Turns(int most) {
        this.most = most;
    }

    /** A place in the queue. */
    Turn next() {
        return new Turn();
    }

    /** One turn: waited for, taken, and given back. */
    final class Turn {

        private UniEmitter<? super Void> emitter;
        private boolean held;
        private boolean over;

        /** Completes when it is this one's turn. */
        Uni<Void> come() {
            return Uni.createFrom().emitter(told -> {
                emitter = told;
                if (takes(this)) {
                    told.complete(null);
                }
            });
        }

        /** Lets the next one through, or gives up waiting; again, nothing happens. */
        void end() {
            Turn following = ended(this);
            if (following != null) {
                following.emitter.complete(null);
            }
        }
    }

    private synchronized boolean takes(Turn turn) {
        if (turn.over) {
            return false;
        }
        turn.held = taken < most;
        if (turn.held) {
            taken++;
        } else {
            waiting.addLast(turn);
        }
        return turn.held;
    }

    /** Who goes next; null when nobody does. */
    private synchronized Turn ended(Turn turn) {
        if (turn.over) {
            return null;
        }
        turn.over = true;
        if (!turn.held) {
            waiting.remove(turn);
            return null;
        }
        Turn next = waiting.pollFirst();
        if (next == null) {
            taken--;
        } else {
            next.held = true;
        }
        return next;
    }
}
