package org.trunkline.connection.links;

import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerSource;

/**
 * Whose link it is.
 *
 * @param server the server's name, for messages
 * @param meter what the server is called in metrics: declared servers by their names, others together
 * @param userId the user whose link it is; null when all share it, or it is nobody's
 */
public record Purpose(String server, String meter, String userId) {

    private static final String MANAGED = "managed";
    private static final String INSPECTED = "inspected";

    /** A link of a session with a server. */
    public static Purpose session(ResolvedServer server, String userId) {
        String meter = server.source() == ServerSource.DECLARED ? server.name() : MANAGED;
        return new Purpose(server.name(), meter, userId);
    }

    /** A link that only looks what a server is like. */
    public static Purpose inspection(String server) {
        return new Purpose(server, INSPECTED, null);
    }
}
