package org.trunkline.connection.sessions;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.trunkline.connection.members.Claims;
import org.trunkline.problem.SessionLimit;

/**
 * Holds a user to so many sessions on all replicas together: the one that is idle for longest makes room. Sessions that
 * are opened at the same moment do not see each other: so many may be one too many for a while.
 */
@ApplicationScoped
class UserLimit {

    private final Claims claims;
    private final LiveSessions live;
    private final Elsewhere elsewhere;
    private final int most;

    UserLimit(Claims claims, LiveSessions live, Elsewhere elsewhere, SessionConfig config) {
        this.claims = claims;
        this.live = live;
        this.elsewhere = elsewhere;
        this.most = config.maxPerUser();
    }

    /**
     * Makes room for the session under a key that this replica has just claimed. Where there is no other replica, the
     * {@link SessionLimits} of this one do.
     *
     * @return fails with {@link SessionLimit} when all of the user's sessions are in use
     */
    Uni<Void> makeRoom(SessionKey key) {
        return elsewhere.isNowhere() ? Uni.createFrom().voidItem() : counted(key);
    }

    private Uni<Void> counted(SessionKey key) {
        return claims.count(key.idsOfUser(), most + 1)
                .onFailure()
                .recoverWithItem(0L)
                .chain(claimed -> claimed <= most
                        ? Uni.createFrom().voidItem()
                        : elsewhere.of(key.user()).chain(others -> makeRoom(key, others)));
    }

    private Uni<Void> makeRoom(SessionKey key, OtherSessions others) {
        List<PeerSession> all = Stream.concat(live.ofUser(key.user()).map(PeerSession::of), others.sessions().stream())
                .filter(session -> !session.key().equals(key))
                .toList();
        if (all.size() < most) {
            return Uni.createFrom().voidItem();
        }
        SessionKey longestIdle = all.stream()
                .filter(session -> session.inFlight() == 0)
                .max(Comparator.comparingLong(PeerSession::unusedMillis))
                .map(PeerSession::key)
                .orElseThrow(() -> SessionLimit.ofUser(most));
        live.evict(longestIdle);
        return elsewhere.evict(longestIdle);
    }
}
