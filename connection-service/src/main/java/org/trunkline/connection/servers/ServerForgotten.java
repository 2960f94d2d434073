package org.trunkline.connection.servers;

/** A CDI event: what is remembered of a server is to be dropped, for all users. */
public record ServerForgotten(String name) {}
