package org.trunkline.local.launcher;

import java.net.URI;

import org.trunkline.local.Service;
import org.trunkline.local.loopback.LoopbackServer;

/**
 * One running instance of a service.
 *
 * @param index from 1
 * @param name the service's, with the index where there are several
 */
record Replica(Service service, int index, int port, String name) {

    /** Answers 200 when the replica is ready. */
    URI health() {
        return URI.create("http://" + LoopbackServer.HOST + ":" + port + "/q/health/ready");
    }
}
