package org.trunkline.registry.servers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

    /** The page that {@code query} asks for. One more than it holds is read, to know whether there is another. */
    ServerListing.Page page(Principals principals, ServerQuery query) {
        List<VisibleServer> found = Stream.concat(
                        servers.declared().filter(query::admits),
                        servers.managed(principals, query, query.limit() + 1).stream())
                .sorted(ServerCursor.ORDER)
                .limit(query.limit() + 1L)
                .toList();
        boolean more = found.size() > query.limit();
        List<VisibleServer> page = more ? found.subList(0, query.limit()) : found;
        return new ServerListing.Page(
                page.stream().map(RedactedServer::named).toList(),
                more,
                more ? ServerCursor.at(page.getLast()).encoded() : null);
    }
}
