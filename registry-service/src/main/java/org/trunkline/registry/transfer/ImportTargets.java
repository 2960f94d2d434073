package org.trunkline.registry.transfer;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

import org.trunkline.registry.access.Permission;
import org.trunkline.registry.servers.VisibleServer;
import org.trunkline.server.ServerSource;

/**
 * Which servers the entries of one file stand for: each for the server of exactly its name, else for the first one with
 * its title that the caller may edit. So what was exported finds its server again, and a file that is imported twice
 * creates nothing twice.
 */
final class ImportTargets {

    private final SortedMap<String, VisibleServer> servers;
    private final Map<String, String> taken = new HashMap<>();

    /** @param servers those that the caller sees, by name */
    ImportTargets(SortedMap<String, VisibleServer> servers) {
        this.servers = servers;
    }

    /** The server that an entry stands for; empty when it would be created. */
    Optional<VisibleServer> find(String name, String title) {
        return Optional.ofNullable(servers.get(name))
                .or(() -> servers.values().stream()
                        .filter(ImportTargets::isEditable)
                        .filter(server -> Objects.equals(server.config().title(), title))
                        .findFirst());
    }

    /** The earlier entry that stands for the same server as this one; empty when it is the first. */
    Optional<String> earlier(String name, String title, Optional<VisibleServer> server) {
        String key = server.map(found -> "name " + found.name()).orElse("title " + title);
        return Optional.ofNullable(taken.putIfAbsent(key, name));
    }

    static boolean isEditable(VisibleServer server) {
        return server.source() == ServerSource.MANAGED && server.allows(Permission.EDIT);
    }
}
