package org.trunkline.connection.members;

/**
 * What the database says of a session key.
 *
 * @param owner the epoch that owns it; null when its owner gave it up
 * @param resumption sealed: how the next owner goes on with the session; null when it cannot
 */
record StoredClaim(String key, String owner, String resumption) {}
