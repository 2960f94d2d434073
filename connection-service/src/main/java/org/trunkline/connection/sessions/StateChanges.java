package org.trunkline.connection.sessions;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * The changes of all sessions' states on this replica, in one order: told to who listens, kept for who comes back, and
 * remembered of sessions that have ended.
 */
@ApplicationScoped
public class StateChanges {

    private static final int KEPT = 5_000;
    private static final int REMEMBERED = 50_000;
    private static final Duration MEMORY = Duration.ofHours(1);

    private final String epoch = UUID.randomUUID().toString();
    private final Deque<StateChange> kept = new ArrayDeque<>();
    private final Map<Consumer<StateChange>, String> listeners = new ConcurrentHashMap<>();
    private final Cache<SessionKey, Ended> ended = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(MEMORY)
            .build();
    private volatile Consumer<PeerSession> relay = change -> {};
    private long position;

    private record Ended(String revision, SessionStatus status) {}

    /** Tells positions apart from those before this start of the service, which mean nothing any more. */
    public String epoch() {
        return epoch;
    }

    /**
     * Adds a listener, which is called for each change in their order, by one thread at a time, and must not block.
     *
     * @param user who listens
     * @param after the last position that the listener knows; null when it knows none
     * @param reset called with the position to go on from, when the listener cannot be told all that it missed
     */
    public synchronized void listen(String user, Long after, Consumer<StateChange> listener, LongConsumer reset) {
        if (after != null && reaches(after)) {
            kept.stream().filter(change -> change.position() > after).forEach(listener);
        } else {
            reset.accept(position);
        }
        listeners.put(listener, user);
    }

    /** Tells a listener no more. */
    public void forget(Consumer<StateChange> listener) {
        listeners.remove(listener);
    }

    /** Whether a user listens. */
    boolean isHeeded(String user) {
        return listeners.containsValue(user);
    }

    /** Has what changes on this replica told to others too, of users' own sessions. */
    void relay(Consumer<PeerSession> others) {
        relay = others;
    }

    void publish(Session session, SessionStatus status) {
        publish(session.key(), status);
        if (session.key().owned()) {
            relay.accept(PeerSession.of(session, status));
        }
    }

    /** Tells of a change on another replica, and remembers a session that has ended there. */
    void hear(PeerSession session) {
        publish(session.key(), session.status());
        if (!session.status().lives()) {
            ended.put(session.key(), new Ended(session.revision(), session.status()));
        }
    }

    private synchronized void publish(SessionKey key, SessionStatus status) {
        StateChange change = new StateChange(++position, key, status);
        kept.addLast(change);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        listeners.keySet().forEach(listener -> listener.accept(change));
    }

    /** Remembers how a session ended; a session that ends later under the same key takes its place. */
    void remember(Session session) {
        ended.put(session.key(), new Ended(session.revision(), session.status()));
    }

    /** How the last session under a key ended, if it was of that revision of the configuration. */
    SessionStatus last(SessionKey key, String revision) {
        Ended last = ended.getIfPresent(key);
        if (last == null) {
            return SessionStatus.NONE;
        }
        return last.revision().equals(revision) ? last.status() : SessionStatus.outdated();
    }

    private boolean reaches(long after) {
        long oldest = kept.isEmpty() ? position + 1 : kept.getFirst().position();
        return after >= oldest - 1 && after <= position;
    }
}
