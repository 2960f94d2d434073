package org.trunkline.registry.servers;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.registry.access.Principals;

/** Lists the servers that somebody may see. */
@ApplicationScoped
class ServerListings {

    private final VisibleServers servers;

    ServerListings(VisibleServers servers) {
        this.servers = servers;
    }

    /** All that have what {@code query} seeks, by name. */
    ServerListing.ByName byName(Principals principals, ServerQuery query) {
        Map<String, RedactedServer> answer = new LinkedHashMap<>();
        servers.all(principals).forEach((name, server) -> {
            if (query.finds(server)) {
                answer.put(name, RedactedServer.of(server));
            }
        });
        return new ServerListing.ByName(answer);
    }

    /** The page that {@code query} asks for. */
    ServerListing.Page page(Principals principals, ServerQuery query) {
        ServerPage page = servers.page(principals, query);
        return new ServerListing.Page(
                page.servers().stream().map(RedactedServer::named).toList(),
                page.next() != null,
                page.next() == null ? null : page.next().encoded());
    }
}
