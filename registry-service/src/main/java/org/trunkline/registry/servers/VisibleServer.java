package org.trunkline.registry.servers;

import java.time.Instant;

import org.bson.types.ObjectId;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.inspection.Inspected;
import org.trunkline.registry.pins.PinKey;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

/**
 * A server that somebody may see, and what they may do with it.
 *
 * @param id null for a declared server
 * @param config secrets of a managed server sealed
 * @param permissions the effective bits
 * @param canEdit whether they may change it over REST: it is managed, they have the bit, and their role may
 * @param revision changes with the configuration; of a managed server its id, a dash, and {@link #number}
 * @param lastEventAt {@link ManagedServer#lastEventAt}; null for a declared server
 * @param inspection null when there was none yet
 */
public record VisibleServer(
        String name,
        ServerSource source,
        ObjectId id,
        ServerConfig config,
        int permissions,
        boolean canEdit,
        String revision,
        Instant updatedAt,
        Instant lastEventAt,
        Inspected inspection) {

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
        String inspected = inspection == null ? "" : "-" + inspection.tag();
        return '"' + revision + inspected + view() + '"';
    }

    private String view() {
        if (!allows(Permission.EDIT)) {
            return "-view";
        }
        return canEdit || source == ServerSource.DECLARED ? "" : "-kept";
    }

    /** The configuration, with what an inspection found out of what it does not say. */
    ServerConfig detected() {
        return config.detected(inspection == null ? null : inspection.requiresOAuth());
    }

    /** Whose pins hold for its tools. */
    PinKey pinKey() {
        String target = config.url() == null ? config.command() + " " + config.args() : config.url();
        return new PinKey(id == null ? "declared:" + name : id.toHexString(), target);
    }
}
