package org.trunkline.connection.members;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

/** The session keys that this replica owns. */
@ApplicationScoped
class OwnedKeys {

    private final Map<String, Claim> owned = new ConcurrentHashMap<>();

    void add(Claim claim) {
        owned.put(claim.key(), claim);
    }

    void remove(Claim claim) {
        owned.remove(claim.key(), claim);
    }

    /** Null when this replica does not own the key. */
    Claim get(String key) {
        return owned.get(key);
    }

    List<Claim> all() {
        return List.copyOf(owned.values());
    }

    int count() {
        return owned.size();
    }

    void clear() {
        owned.clear();
    }
}
