package org.trunkline.connection.sessions;

/**
 * How a session is.
 *
 * @param error why it is in state ERROR; null in every other state
 */
public record SessionStatus(ConnectionState state, String error) {}
