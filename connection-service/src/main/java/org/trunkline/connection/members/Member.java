package org.trunkline.connection.members;

import java.net.URI;

/**
 * What a live replica says of itself.
 *
 * @param epoch an unguessable id, another one at each start and after each silence: who knows it has read it where the
 *     members write it
 * @param address the origin that the other replicas reach it at
 * @param beat a number that grows with each sign of life
 * @param draining whether it is about to stop, and takes no further sessions
 * @param sessions how many it owns
 * @param maxSessions how many it can own
 */
public record Member(String epoch, URI address, long beat, boolean draining, int sessions, int maxSessions) {

    boolean takesSessions() {
        return !draining && sessions < maxSessions;
    }

    /** For logs: without the epoch, which nobody but members may know. */
    @Override
    public String toString() {
        return address.toString();
    }
}
