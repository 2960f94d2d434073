package org.trunkline.outbound;

import java.net.InetAddress;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Asks which addresses a host name has. */
@FunctionalInterface
public interface NameLookup {

    /** All addresses of {@code host}, at least one; fails with {@link java.net.UnknownHostException}. */
    Future<List<InetAddress>> resolve(String host);

    /** The system's resolver, hosts file included; it blocks, so it runs on a worker thread. */
    static NameLookup ofSystem(Vertx vertx) {
        return host -> vertx.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false);
    }
}
