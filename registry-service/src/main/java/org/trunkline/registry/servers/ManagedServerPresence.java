package org.trunkline.registry.servers;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import org.bson.types.ObjectId;

/** Tells other features which managed servers there are: an access entry alone does not. */
@ApplicationScoped
public class ManagedServerPresence {

    private final ManagedServers managed;
    private final VisibleServers visible;

    ManagedServerPresence(ManagedServers managed, VisibleServers visible) {
        this.managed = managed;
        this.visible = visible;
    }

    /** Those of the servers that are there for users: not deleted, and hidden by no declared one of the same name. */
    public Set<ObjectId> shown(Collection<ObjectId> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        Set<String> declared = visible.declaredNames();
        Set<ObjectId> shown = new HashSet<>();
        managed.alive(Filters.in("_id", List.copyOf(ids)))
                .projection(Projections.include("serverName", "normalizedName"))
                .forEach(server -> {
                    if (!declared.contains(server.serverName) && !declared.contains(server.normalizedName)) {
                        shown.add(server.id);
                    }
                });
        return shown;
    }
}
