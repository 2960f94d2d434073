package org.trunkline.registry.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import io.quarkus.mongodb.panache.PanacheMongoRepository;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * Who may do what with managed servers. The bits of all entries that match a user are combined here, not in the
 * database; an entry past its end counts for nothing, whether the database still has it or not.
 */
@ApplicationScoped
public class AccessEntries implements PanacheMongoRepository<AccessEntry> {

    static final String SERVER = "mcpServer";
    static final String OWNER_ROLE = "mcpServer_owner";

    /** Creates the indexes that look-ups by principal and by resource need. */
    public void createIndexes() {
        mongoCollection().createIndex(Indexes.ascending("principalType", "principalId", "resourceType"));
        mongoCollection().createIndex(Indexes.ascending("resourceType", "resourceId"));
    }

    /** The bits that the principals have, by server; servers on which they have none are left out. */
    public Map<ObjectId, Integer> bits(Principals principals) {
        return combined(Filters.and(Filters.eq("resourceType", SERVER), matching(principals)));
    }

    /** The bits that the principals have on one server. */
    public int bits(Principals principals, ObjectId server) {
        return combined(Filters.and(of(server), matching(principals))).getOrDefault(server, 0);
    }

    /** Makes a user the owner of a server. */
    public void grantOwner(String user, ObjectId server) {
        AccessEntry entry = new AccessEntry();
        entry.principalType = PrincipalType.USER.value();
        entry.principalId = user;
        entry.resourceType = SERVER;
        entry.resourceId = server;
        entry.permBits = Permission.ALL;
        entry.roleId = OWNER_ROLE;
        entry.grantedBy = user;
        entry.grantedAt = Instant.now();
        persist(entry);
    }

    /** Removes every grant on a server. */
    public void forget(ObjectId server) {
        mongoCollection().deleteMany(of(server));
    }

    private Map<ObjectId, Integer> combined(Bson filter) {
        Instant now = Instant.now();
        return StreamSupport.stream(mongoCollection().find(filter).spliterator(), false)
                .filter(entry -> entry.expiresAt == null || entry.expiresAt.isAfter(now))
                .collect(Collectors.toMap(entry -> entry.resourceId, entry -> entry.permBits, (a, b) -> a | b));
    }

    private static Bson of(ObjectId server) {
        return Filters.and(Filters.eq("resourceType", SERVER), Filters.eq("resourceId", server));
    }

    private static Bson matching(Principals principals) {
        List<Bson> any = new ArrayList<>();
        any.add(principal(PrincipalType.USER, principals.user()));
        any.add(principal(PrincipalType.PUBLIC, null));
        if (principals.role() != null) {
            any.add(principal(PrincipalType.ROLE, principals.role()));
        }
        principals.groups().forEach(group -> any.add(principal(PrincipalType.GROUP, group)));
        return Filters.or(any);
    }

    private static Bson principal(PrincipalType type, String id) {
        return Filters.and(Filters.eq("principalType", type.value()), Filters.eq("principalId", id));
    }
}
