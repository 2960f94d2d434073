package org.trunkline.oauth.clients;

/**
 * A CDI event: an authorization server said that it does not know a client which Trunkline itself made known to it. The
 * next sign-in needs another.
 *
 * @param server that the client was made known for
 */
public record ClientRejected(String server, Client client) {}
