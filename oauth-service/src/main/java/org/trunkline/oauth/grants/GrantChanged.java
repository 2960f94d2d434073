package org.trunkline.oauth.grants;

/**
 * A CDI event, fired on the replica where it happened: a user's tokens for a server were stored, refreshed, revoked or
 * have ended, or cannot be refreshed now.
 */
public record GrantChanged(String user, String server, GrantState state) {}
