package org.trunkline.registry.servers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.bson.types.ObjectId;
import org.trunkline.problem.NotFound;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.capabilities.Capabilities;
import org.trunkline.registry.capabilities.Capability;
import org.trunkline.registry.declared.DeclaredServer;
import org.trunkline.registry.declared.DeclaredServers;
import org.trunkline.registry.inspection.DeclaredInspections;
import org.trunkline.registry.inspection.Inspected;
import org.trunkline.server.ServerNames;
import org.trunkline.server.ServerSource;

/**
 * Which servers somebody sees: those with the bit for it. A declared server hides a managed one whose name, as it is or
 * normalised, is its own, from those as well who do not see the declared one.
 */
@ApplicationScoped
public class VisibleServers {

    private final DeclaredServers declared;
    private final ManagedServers managed;
    private final AccessEntries access;
    private final StoredConfigs configs;
    private final DeclaredInspections inspections;
    private final Capabilities capabilities;

    VisibleServers(
            DeclaredServers declared,
            ManagedServers managed,
            AccessEntries access,
            StoredConfigs configs,
            DeclaredInspections inspections,
            Capabilities capabilities) {
        this.declared = declared;
        this.managed = managed;
        this.access = access;
        this.configs = configs;
        this.inspections = inspections;
        this.capabilities = capabilities;
    }

    /** All of them, by name. */
    public SortedMap<String, VisibleServer> all(Principals principals) {
        SortedMap<String, VisibleServer> visible = new TreeMap<>();
        Map<ObjectId, Integer> bits = access.bits(principals);
        bits.values().removeIf(granted -> !Permission.VIEW.in(granted));
        Set<String> names = declaredNames();
        for (ManagedServer server :
                bits.isEmpty() ? Collections.<ManagedServer>emptyList() : managed.withIds(bits.keySet())) {
            if (!isHidden(server, names)) {
                visible.put(server.serverName, seen(server, bits.get(server.id), principals));
            }
        }
        declared(principals).forEach(server -> visible.put(server.name(), server));
        return visible;
    }

    /** The declared ones. */
    public Stream<VisibleServer> declared(Principals principals) {
        return declared.all().stream()
                .map(server -> seen(server, server.permissions(principals)))
                .filter(server -> server.allows(Permission.VIEW));
    }

    /** Those that {@code query} asks for, the newest change first. */
    public ServerPage page(Principals principals, ServerQuery query) {
        List<VisibleServer> found = Stream.concat(
                        declared(principals).filter(query::admits),
                        managed(principals, query, query.limit() + 1).stream())
                .sorted(ServerCursor.ORDER)
                .limit(query.limit() + 1L)
                .toList();
        boolean more = found.size() > query.limit();
        return more
                ? new ServerPage(found.subList(0, query.limit()), ServerCursor.at(found.get(query.limit() - 1)))
                : new ServerPage(found, null);
    }

    /**
     * The first {@code most} managed ones that {@code query} asks for, in the order of pages. Those read whose entries
     * say otherwise by now are replaced by the next.
     */
    private List<VisibleServer> managed(Principals principals, ServerQuery query, int most) {
        Set<String> hidden = declaredNames();
        List<VisibleServer> found = new ArrayList<>();
        ServerQuery rest = query;
        List<ManagedServer> read;
        do {
            read = managed.page(principals, hidden, rest, most);
            Map<ObjectId, Integer> bits = access.bits(
                    principals, read.stream().map(server -> server.id).toList());
            for (ManagedServer server : read) {
                VisibleServer seen = seen(server, bits.getOrDefault(server.id, 0), principals);
                rest = query.from(ServerCursor.at(seen));
                if (seen.allows(Permission.VIEW)) {
                    found.add(seen);
                }
            }
        } while (read.size() == most && found.size() < most);
        return found;
    }

    /**
     * The one of that name.
     *
     * @throws NotFound when there is none that the principals see
     */
    public VisibleServer one(String name, Principals principals) {
        return declared.find(name)
                .map(server -> seen(server, server.permissions(principals)))
                .filter(server -> server.allows(Permission.VIEW))
                .or(() -> managedOne(name, principals))
                .orElseThrow(VisibleServers::absent);
    }

    /**
     * The one of that name, whoever may see it.
     *
     * @throws NotFound when there is none
     */
    VisibleServer one(String name) {
        return declared.find(name)
                .map(server -> seen(server, Permission.VIEW.bit()))
                .or(() -> managed.named(name).map(server -> seen(server, Permission.VIEW.bit(), false)))
                .orElseThrow(VisibleServers::absent);
    }

    /** The declared ones, whomever they are for. */
    Stream<VisibleServer> declared() {
        return declared.all().stream().map(server -> seen(server, Permission.VIEW.bit()));
    }

    /**
     * What changes with a server's configuration and with whom it is shared with, by name; a server that is not there
     * has none.
     */
    Map<String, String> stamps(Set<String> names) {
        Map<String, String> stamps = new HashMap<>();
        managed.named(names)
                .forEach(server -> stamps.put(
                        server.serverName, server.id + "-" + server.revision + "/" + Objects.hashCode(server.viewers)));
        declared.all().stream()
                .filter(server -> names.contains(server.name()))
                .forEach(server -> stamps.put(
                        server.name(),
                        server.revision() + "/" + server.access().toString().hashCode()));
        return stamps;
    }

    /** The names, raw and normalised, that are the operator's. */
    Set<String> declaredNames() {
        Set<String> names = new HashSet<>();
        declared.all().forEach(server -> {
            names.add(server.name());
            names.add(ServerNames.normalize(server.name()));
        });
        return names;
    }

    /** Asks for bits whether there is a server or not: the time that this takes must not tell. */
    private Optional<VisibleServer> managedOne(String name, Principals principals) {
        Set<String> names = declaredNames();
        Optional<ManagedServer> found = managed.named(name);
        int bits = access.bits(principals, found.map(server -> server.id).orElseGet(ObjectId::new));
        return found.filter(server -> !isHidden(server, names))
                .map(server -> seen(server, bits, principals))
                .filter(server -> server.allows(Permission.VIEW));
    }

    /** No such server, or none that who asks may know of. */
    static NotFound absent() {
        return new NotFound("Not Found", "MCP server not found");
    }

    private static boolean isHidden(ManagedServer server, Collection<String> declaredNames) {
        return declaredNames.contains(server.serverName) || declaredNames.contains(server.normalizedName);
    }

    private VisibleServer seen(DeclaredServer server, int permissions) {
        return seen(server, permissions, inspections.of(server).orElse(null));
    }

    static VisibleServer seen(DeclaredServer server, int permissions, Inspected inspection) {
        return new VisibleServer(
                server.name(),
                ServerSource.DECLARED,
                null,
                server.config(),
                permissions,
                false,
                server.revision(),
                server.since(),
                null,
                inspection);
    }

    private VisibleServer seen(ManagedServer server, int permissions, Principals principals) {
        return seen(
                server,
                permissions,
                Permission.EDIT.in(permissions) && capabilities.has(principals.role(), Capability.CREATE));
    }

    VisibleServer seen(ManagedServer server, int permissions, boolean canEdit) {
        return new VisibleServer(
                server.serverName,
                ServerSource.MANAGED,
                server.id,
                configs.sealed(server),
                permissions,
                canEdit,
                server.id.toHexString() + "-" + server.revision,
                server.updatedAt,
                server.lastEventAt,
                server.inspection == null
                        ? null
                        : new Inspected(server.detectedOAuth, server.inspectionFailed, server.inspection));
    }
}
