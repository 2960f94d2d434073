package org.trunkline.connection.sessions;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sessions that one user has on the other replicas. */
public record OtherSessions(List<PeerSession> sessions) {

    /**
     * How the user's session is, of which this replica knows {@code here}: the owner knows best, and an ended session
     * says less than a live one.
     */
    SessionStatus status(SessionRequest request, SessionStatus here) {
        if (request.key().shared() || here.lives()) {
            return here;
        }
        return there(request)
                .filter(there -> there.lives() || here.since() == null)
                .orElse(here);
    }

    private Optional<SessionStatus> there(SessionRequest request) {
        return sessions.stream()
                .filter(session -> session.key().equals(request.key())
                        && request.server().revision().equals(session.revision()))
                .map(PeerSession::status)
                .findFirst();
    }

    /** These, for the user's eyes. */
    Stream<OwnSession> own() {
        return sessions.stream().map(OwnSession::of);
    }
}
