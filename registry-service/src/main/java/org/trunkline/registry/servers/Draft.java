package org.trunkline.registry.servers;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a server would become by a configuration. Holds secrets, and shows none. */
public final class Draft {

    private final VisibleServer current;
    private final ObjectNode config;
    private final List<FieldChange> changes;

    /** @param current null for a server that would be created */
    Draft(VisibleServer current, ObjectNode config, List<FieldChange> changes) {
        this.current = current;
        this.config = config;
        this.changes = changes;
    }

    /** What would change, without secrets; of a new server all its fields. */
    public List<FieldChange> changes() {
        return changes;
    }

    VisibleServer current() {
        return current;
    }

    ObjectNode config() {
        return config;
    }
}
