package org.trunkline.registry.servers;

import java.time.Instant;

import org.bson.types.ObjectId;
import org.trunkline.registry.access.Permission;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

/**
 * A server that somebody may see, and what they may do with it.
 *
 * @param id null for a declared server
 * @param config secrets of a managed server sealed
 * @param permissions the effective bits
 * @param revision changes with the configuration; of a managed server its id, a dash, and {@link #number}
 * @param lastEventAt {@link ManagedServer#lastEventAt}; null for a declared server
 */
public record VisibleServer(
        String name,
        ServerSource source,
        ObjectId id,
        ServerConfig config,
        int permissions,
        String revision,
        Instant updatedAt,
        Instant lastEventAt) {

    /** Whether they have that bit. */
    public boolean allows(Permission permission) {
        return permission.in(permissions);
    }

    /** Of a managed server: which of its configurations this is. */
    public long number() {
        return Long.parseLong(revision.substring(revision.lastIndexOf('-') + 1));
    }

    /** A strong entity tag: changes with what somebody with these permissions is told of the server. */
    String tag() {
        return '"' + revision + (allows(Permission.EDIT) ? "" : "-view") + '"';
    }
}
