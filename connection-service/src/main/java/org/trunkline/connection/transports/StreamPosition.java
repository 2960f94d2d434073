package org.trunkline.connection.transports;

/** How far an event stream was read: from here it can be taken up again (MCP 2025-11-25, "Resumability"). */
final class StreamPosition {

    private static final long DEFAULT_RETRY_MS = 1_000;

    /** No timer is shorter. */
    private static final long SHORTEST_RETRY_MS = 1;

    private static final long LONGEST_RETRY_MS = 30_000;

    private volatile String lastEventId;
    private volatile long retryMs = DEFAULT_RETRY_MS;

    /** The id of the last event that was read; null before one that has an id. */
    String lastEventId() {
        return lastEventId;
    }

    /** How long the server wants us to wait before we come again. */
    long retryMs() {
        return retryMs;
    }

    void passed(String eventId) {
        lastEventId = eventId;
    }

    void comeAgainAfter(long milliseconds) {
        retryMs = Math.clamp(milliseconds, SHORTEST_RETRY_MS, LONGEST_RETRY_MS);
    }
}
