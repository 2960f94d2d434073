package org.trunkline.connection.sessions;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.connection.sessions.SessionStatus.Degradation;
import org.trunkline.problem.InvalidRequest;

/** A session as administrators see it. */
@RegisterForReflection
record SessionEntry(
        @Schema(description = "Whose it is; absent when it serves all users", examples = "alice")
        String user,

        @Schema(examples = "git-hub") String server,

        @Schema(description = "The label", examples = "default")
        String session,

        ConnectionState state,
        Reason reason,
        @Schema(description = "When it came into its state") Instant since,

        @Schema(description = "When its last call ended; absent when none has")
        Instant lastUse,

        @Schema(description = "What is wrong with it though it is connected; absent when nothing is")
        Degradation degraded,

        @Schema(description = "How many calls are under way")
        int inFlight,

        @Schema(description = "The replica that has it, by its address", examples = "http://10.0.0.7:8080")
        String replica) {

    static SessionEntry of(Session session, String replica) {
        SessionKey key = session.key();
        SessionStatus status = session.status();
        return new SessionEntry(
                key.shared() ? null : key.user(),
                key.server(),
                key.label(),
                status.state(),
                status.reason(),
                status.since(),
                status.lastUse(),
                status.degraded(),
                session.inFlight(),
                replica);
    }

    /** Where it stands in the order of all sessions: no two have the same place. */
    String place() {
        String owner = user == null ? SessionKey.SHARED : user;
        return new SessionKey(owner, server, session).id() + " " + replica;
    }

    /** The parameter {@code after} that leads on from here. */
    String after() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The place that {@link #after} wrote.
     *
     * @param after null for the place before all
     * @throws InvalidRequest when it is something else
     */
    static String place(String after) {
        try {
            return after == null ? "" : new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw InvalidRequest.field("after", "Not the 'after' of an earlier page");
        }
    }
}
