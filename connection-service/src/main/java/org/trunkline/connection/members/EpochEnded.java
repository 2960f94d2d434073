package org.trunkline.connection.members;

/**
 * A CDI event: this replica was not heard of for so long that others may own its sessions by now. It must not use them,
 * nor end them upstream: whoever owns them next may go on with them.
 */
public record EpochEnded() {}
