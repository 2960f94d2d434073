package org.trunkline.registry.sharing;

import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.bson.types.ObjectId;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.problem.NotFound;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.servers.ManagedServerPresence;

/** The servers of requests about sharing: whoever does not see one is told that there is none. */
@ApplicationScoped
class ShareableServers {

    private final AccessEntries entries;
    private final ManagedServerPresence presence;

    ShareableServers(AccessEntries entries, ManagedServerPresence presence) {
        this.entries = entries;
        this.presence = presence;
    }

    /** @throws InvalidRequest when there is no such type of resources here */
    static void checkType(String type) {
        if (!AccessEntries.SERVER.equals(type)) {
            throw new InvalidRequest("Unsupported resource type: " + type);
        }
    }

    /** The server of that id. */
    static ObjectId id(String id) {
        if (!ObjectId.isValid(id)) {
            throw absent();
        }
        return new ObjectId(id);
    }

    /** The bits that the principals have on servers that they see, by server. */
    Map<ObjectId, Integer> bits(Principals principals) {
        Map<ObjectId, Integer> bits = entries.bits(principals);
        bits.values().removeIf(granted -> !Permission.VIEW.in(granted));
        Set<ObjectId> shown = presence.shown(bits.keySet());
        bits.keySet().retainAll(shown);
        return bits;
    }

    /** @throws NotFound when the principals do not see the server */
    int bits(Principals principals, ObjectId server) {
        int bits = entries.bits(principals, server);
        if (!Permission.VIEW.in(bits) || presence.shown(Set.of(server)).isEmpty()) {
            throw absent();
        }
        return bits;
    }

    /**
     * Checks that the principals may share the server.
     *
     * @throws NotFound when they do not see it
     * @throws Forbidden when they see it but lack the SHARE bit
     */
    void checkShare(Principals principals, ObjectId server) {
        if (!Permission.SHARE.in(bits(principals, server))) {
            throw Forbidden.server();
        }
    }

    /** No such server for this caller. */
    static NotFound absent() {
        return new NotFound("Not Found", "mcpServer not found");
    }
}
