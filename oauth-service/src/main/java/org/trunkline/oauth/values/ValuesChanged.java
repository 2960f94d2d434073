package org.trunkline.oauth.values;

/** A CDI event, fired on the replica where it happened: a user set or cleared values for a server. */
public record ValuesChanged(String user, String server) {}
