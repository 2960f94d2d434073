package org.trunkline.connection.transports;

/** An MCP server that does what it should not, when a test says so. */
interface OddServer extends AutoCloseable {

    /**
     * Makes it known to Trunkline as {@code odd}, with settings beside type and address, for sessions of Alice's own.
     */
    void register(String settings);

    /** Does what a server should, in place of all that a test said. */
    void recover();

    /** How many upstream sessions were begun. */
    int opened();

    @Override
    void close();
}
