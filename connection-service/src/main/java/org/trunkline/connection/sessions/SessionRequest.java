package org.trunkline.connection.sessions;

import java.util.regex.Pattern;

import org.trunkline.identity.Caller;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.server.ResolvedServer;

/**
 * Who wants to use which session with which server.
 *
 * @param label tells apart sessions that the caller has with the server
 */
public record SessionRequest(Caller caller, ResolvedServer server, String label) {

    /** What the API says of the parameter that a label is given by. */
    public static final String LABEL_DESCRIPTION =
            "Which of the caller's sessions with the server: 1 to 64 letters, digits or . _ ~ -; a label other than"
                    + " default is for a session of its own, for instance one for each conversation";

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    /** The session that is used when the caller asks for no other. */
    public static SessionRequest of(Caller caller, ResolvedServer server) {
        return new SessionRequest(caller, server, SessionKey.DEFAULT_LABEL);
    }

    /**
     * The label that a caller gave.
     *
     * @param given null: none, which is the default
     * @throws InvalidRequest when it is none
     */
    public static String label(String given) {
        if (given == null) {
            return SessionKey.DEFAULT_LABEL;
        }
        if (!LABEL.matcher(given).matches()) {
            throw InvalidRequest.field(
                    "session", "session must be 1 to 64 letters, digits or characters of . _ ~ - and name a session");
        }
        return given;
    }

    SessionKey key() {
        return SessionKey.of(caller, server, label);
    }
}
