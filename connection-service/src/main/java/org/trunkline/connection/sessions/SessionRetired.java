package org.trunkline.connection.sessions;

/** A call came to a session that takes no further calls; it belongs to the session that follows. */
final class SessionRetired extends RuntimeException {

    SessionRetired() {
        super("the session takes no further calls", null, false, false);
    }
}
