package org.trunkline.registry.capabilities;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import org.bson.conversions.Bson;
import org.jboss.logging.Logger;

/**
 * What administrators have said of roles, in MongoDB. All of it (there are few roles) is read every two seconds, so
 * that no request waits for it and a database that is down takes no declared server away: the last reading counts until
 * the next. This replica knows its own changes at once, the others after two seconds.
 */
@ApplicationScoped
class RoleCapabilitiesStore implements PanacheMongoRepositoryBase<RoleCapabilities, String> {

    private static final Logger LOG = Logger.getLogger(RoleCapabilitiesStore.class);

    private volatile Map<String, Map<Capability, Boolean>> known = Map.of();

    /** What was said of that role. */
    Map<Capability, Boolean> said(String role) {
        return known.getOrDefault(role, Map.of());
    }

    /** Whether anything was said of that role. */
    boolean has(String role) {
        return known.containsKey(role);
    }

    /** The roles that anything was said of. */
    Set<String> roles() {
        return known.keySet();
    }

    /** Says more of a role; what is not in {@code change} stays. */
    void change(String role, Map<Capability, Boolean> change) {
        List<Bson> fields = change.entrySet().stream()
                .map(entry -> Updates.set(RoleCapabilities.field(entry.getKey()), entry.getValue()))
                .toList();
        if (!fields.isEmpty()) {
            mongoCollection()
                    .updateOne(Filters.eq("_id", role), Updates.combine(fields), new UpdateOptions().upsert(true));
        }
        read();
    }

    void readAtStart(@Observes StartupEvent start) {
        readIfPossible();
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP, identity = "role-capabilities")
    void readIfPossible() {
        try {
            read();
        } catch (MongoException | IllegalStateException e) { // the latter: at shutdown, the client is closed
            LOG.debugf("the last reading of the roles' capabilities goes on counting: %s", e.getMessage());
        }
    }

    /** One at a time: an older reading must not replace a newer one. */
    private synchronized void read() {
        Map<String, Map<Capability, Boolean>> roles = new HashMap<>();
        mongoCollection().find().forEach(role -> roles.put(role.role, role.said()));
        known = roles;
    }
}
