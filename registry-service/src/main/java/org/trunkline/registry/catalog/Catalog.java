package org.trunkline.registry.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import org.trunkline.problem.NotFound;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.servers.ServerCursor;
import org.trunkline.registry.servers.ServerPage;
import org.trunkline.registry.servers.ServerQuery;
import org.trunkline.registry.servers.VisibleServer;
import org.trunkline.registry.servers.VisibleServers;
import org.trunkline.server.ServerNames;

/**
 * The servers that somebody sees, as a catalogue: each under the operator's namespace and the name that tools' keys
 * have for it. A server whose name is another's there is left out, as its tools are.
 */
@ApplicationScoped
class Catalog {

    private static final Pattern NAMESPACE = Pattern.compile("[a-zA-Z0-9.-]+");

    private final CatalogConfig config;
    private final VisibleServers servers;
    private final CatalogEntries entries;

    Catalog(CatalogConfig config, VisibleServers servers, CatalogEntries entries) {
        this.config = config;
        this.servers = servers;
        this.entries = entries;
    }

    /** A namespace of another form would make every name invalid: refuses to start. */
    void checkNamespace(@Observes StartupEvent start) {
        if (!NAMESPACE.matcher(config.namespace()).matches()) {
            throw new IllegalStateException("trunkline.catalog.namespace takes letters, digits, dots and hyphens, like"
                    + " com.example; this is not one: " + config.namespace());
        }
    }

    /**
     * One page, the newest change first.
     *
     * @param since only those that changed then or later; null for all
     * @param version only that version; null for all
     */
    CatalogPage page(
            Principals principals, String limit, ServerCursor after, String search, Instant since, String version) {
        ServerPage page = servers.page(principals, ServerQuery.of(limit, after, withoutNamespace(search)));
        Set<String> shadowed = shadowed(principals);
        List<CatalogEntry> found = page.servers().stream()
                .filter(server -> !shadowed.contains(server.name()))
                .filter(server -> since == null || !server.updatedAt().isBefore(since))
                .map(entries::of)
                .filter(entry -> isVersion(version, entry))
                .toList();
        boolean more = page.next() != null
                && (since == null || !page.servers().getLast().updatedAt().isBefore(since));
        return CatalogPage.of(found, more ? page.next().encoded() : null);
    }

    /**
     * One server.
     *
     * @param version null or {@code latest} for the only one that there is
     * @throws NotFound when there is none of that name, or version, that the principals see
     */
    CatalogEntry one(Principals principals, String name, String version) {
        return named(principals, name)
                .map(entries::of)
                .filter(entry -> isVersion(version, entry))
                .orElseThrow(() -> new NotFound("Server not found"));
    }

    private Optional<VisibleServer> named(Principals principals, String name) {
        String prefix = prefix();
        if (!name.startsWith(prefix)) {
            return Optional.empty();
        }
        String key = name.substring(prefix.length());
        String declared = ServerNames.find(key, declaredNames(principals)).orElse(key);
        try {
            return Optional.of(servers.one(declared, principals))
                    .filter(server -> ServerNames.normalize(server.name()).equals(key))
                    .filter(server -> !shadowed(principals).contains(server.name()));
        } catch (NotFound none) {
            return Optional.empty();
        }
    }

    private Set<String> shadowed(Principals principals) {
        return ServerNames.shadowed(declaredNames(principals));
    }

    private List<String> declaredNames(Principals principals) {
        return servers.declared(principals).map(VisibleServer::name).toList();
    }

    /** What is sought in a name is sought in the whole name: what the namespace has, all have. */
    private String withoutNamespace(String search) {
        if (search == null) {
            return null;
        }
        String sought = search.strip().toLowerCase(Locale.ROOT);
        String prefix = prefix().toLowerCase(Locale.ROOT);
        if (prefix.contains(sought)) {
            return null;
        }
        return sought.startsWith(prefix) ? sought.substring(prefix.length()) : search;
    }

    private String prefix() {
        return config.namespace() + "/";
    }

    private static boolean isVersion(String version, CatalogEntry entry) {
        return version == null
                || version.equals("latest")
                || version.equals(entry.server().version());
    }
}
