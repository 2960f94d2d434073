package org.trunkline.oauth.grants;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.MongoCursor;
import org.trunkline.secret.SealedRecord;
import org.trunkline.secret.SealedStore;

/** The secrets of grants, for the rotation of keys. */
@ApplicationScoped
class SealedGrants implements SealedStore {

    private final GrantStore store;

    SealedGrants(GrantStore store) {
        this.store = store;
    }

    @Override
    public boolean walk(Predicate<SealedRecord> visitor) {
        try (MongoCursor<StoredGrant> all = store.all()) {
            boolean goOn = true;
            while (goOn && all.hasNext()) {
                goOn = visitor.test(new SealedGrant(all.next()));
            }
            return goOn;
        }
    }

    private final class SealedGrant implements SealedRecord {

        private final String id;
        private final Map<String, String> sealed;
        private final Map<String, String> fieldsByPlace = new LinkedHashMap<>();

        private SealedGrant(StoredGrant grant) {
            id = grant.id;
            sealed = GrantSeals.sealed(grant);
            sealed.keySet().forEach(field -> fieldsByPlace.put(GrantSeals.place(id, grant.issuer, field), field));
        }

        @Override
        public Map<String, String> values() {
            Map<String, String> values = new LinkedHashMap<>();
            fieldsByPlace.forEach((place, field) -> values.put(place, sealed.get(field)));
            return values;
        }

        @Override
        public boolean replace(Map<String, String> resealed) {
            Map<String, String> after = new LinkedHashMap<>();
            resealed.forEach((place, value) -> after.put(fieldsByPlace.get(place), value));
            return store.reseal(id, sealed, after);
        }
    }
}
