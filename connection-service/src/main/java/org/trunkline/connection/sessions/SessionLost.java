package org.trunkline.connection.sessions;

/** A CDI event: a session has ended though nobody wanted it to. */
record SessionLost(SessionRequest request) {}
