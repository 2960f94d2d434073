package org.trunkline.registry.capabilities;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jboss.logging.Logger;
import org.trunkline.problem.Conflict;
import org.trunkline.registry.audit.AuditAction;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.AuditEvents;
import org.trunkline.registry.audit.Outbox;

/**
 * What administrators have said of roles, in MongoDB. All of it (there are few roles) is read every two seconds, so
 * that no request waits for it and a database that is down takes no declared server away: the last reading counts until
 * the next. This replica knows its own changes at once, the others after two seconds.
 */
@ApplicationScoped
class RoleCapabilitiesStore implements PanacheMongoRepositoryBase<RoleCapabilities, String>, Outbox {

    private static final Logger LOG = Logger.getLogger(RoleCapabilitiesStore.class);

    private static final int MOST_TRIES = 200;

    private final AuditEvents events;
    private volatile Map<String, Map<Capability, Boolean>> known = Map.of();

    RoleCapabilitiesStore(AuditEvents events) {
        this.events = events;
    }

    @Override
    public MongoCollection<RoleCapabilities> carriers() {
        return mongoCollection();
    }

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

    /**
     * Says more of a role, as the caller of the current request wants; what is not in {@code change} stays.
     *
     * @throws Conflict when others change the same role for very many times meanwhile
     */
    void change(String role, Map<Capability, Boolean> change) {
        for (int tries = 1; !isChanged(role, change); tries++) {
            if (tries == MOST_TRIES) {
                throw new Conflict("Role '" + role + "' is being changed by many at once; try again");
            }
        }
        read();
    }

    private boolean isChanged(String role, Map<Capability, Boolean> change) {
        RoleCapabilities before = findById(role);
        Map<Capability, Boolean> said = before == null ? Map.of() : before.said();
        Map<Capability, Boolean> wanted = new HashMap<>(said);
        wanted.putAll(change);
        return wanted.equals(said) || write(role, wanted, event(role, before, wanted), before);
    }

    /** False when somebody else was faster. */
    private boolean write(String role, Map<Capability, Boolean> wanted, AuditEntry event, RoleCapabilities before) {
        List<Bson> changes = new ArrayList<>(List.of(Outbox.carrying(event)));
        wanted.forEach((capability, there) -> changes.add(Updates.set(RoleCapabilities.field(capability), there)));
        Instant last = before == null ? null : before.lastEventAt;
        try {
            return mongoCollection()
                            .updateOne(
                                    Filters.and(Filters.eq("_id", role), Outbox.nothingSince(last)),
                                    Updates.combine(changes),
                                    new UpdateOptions().upsert(before == null))
                            .getMatchedCount()
                    == (before == null ? 0 : 1);
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    private AuditEntry event(String role, RoleCapabilities before, Map<Capability, Boolean> wanted) {
        AuditEntry event = events.byCaller(
                AuditAction.CAPABILITIES_CHANGED,
                AuditEntry.Resource.role(role),
                before == null ? AuditEvents.later() : AuditEvents.later(before.lastEventAt));
        event.before = before == null ? null : document(before.said());
        event.after = document(wanted);
        return event;
    }

    private static Document document(Map<Capability, Boolean> said) {
        Document document = new Document();
        new TreeMap<>(said).forEach((capability, there) -> document.put(capability.name(), there));
        return document;
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
