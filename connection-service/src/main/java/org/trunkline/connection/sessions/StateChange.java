package org.trunkline.connection.sessions;

/**
 * That the state of a session changed.
 *
 * @param position in the order of all changes on this replica
 */
public record StateChange(long position, SessionKey key, SessionStatus status) {}
