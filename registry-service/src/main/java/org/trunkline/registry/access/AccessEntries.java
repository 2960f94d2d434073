package org.trunkline.registry.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.PanacheMongoRepository;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * Who may do what with managed servers. The bits of all entries that match a user are combined here, not in the
 * database; an entry past its end counts for nothing, whether the database still has it or not.
 */
@ApplicationScoped
public class AccessEntries implements PanacheMongoRepository<AccessEntry> {

    /** The type of the resources that entries are on; LibreChat has others as well. */
    public static final String SERVER = "mcpServer";

    private static final long DAYS_AFTER_END = 30;

    /**
     * Creates the indexes: one entry for a principal on a server, found from either side. An entry past its end stays
     * for a while, to explain why somebody lost access.
     */
    public void createIndexes() {
        mongoCollection().createIndex(Indexes.ascending("principalType", "principalId", "resourceType"));
        mongoCollection()
                .createIndex(
                        Indexes.ascending("resourceType", "resourceId", "principalType", "principalId"),
                        new IndexOptions().unique(true));
        mongoCollection()
                .createIndex(
                        Indexes.ascending("expiresAt"), new IndexOptions().expireAfter(DAYS_AFTER_END, TimeUnit.DAYS));
    }

    /**
     * The bits that the principals have, by server; servers on which they have none are left out. A manager has all
     * bits on every managed server: each has an entry, its owner's.
     */
    public Map<ObjectId, Integer> bits(Principals principals) {
        if (principals.manager()) {
            Map<ObjectId, Integer> all = new HashMap<>();
            mongoCollection()
                    .distinct("resourceId", Filters.eq("resourceType", SERVER), ObjectId.class)
                    .forEach(server -> all.put(server, Permission.ALL));
            return all;
        }
        return combined(Filters.and(Filters.eq("resourceType", SERVER), matching(principals)));
    }

    /** The bits that the principals have on one server. */
    public int bits(Principals principals, ObjectId server) {
        if (principals.manager()) {
            return Permission.ALL;
        }
        return combined(Filters.and(of(server), matching(principals))).getOrDefault(server, 0);
    }

    /** The bits that the principals have on each of these servers; those on which they have none are left out. */
    public Map<ObjectId, Integer> bits(Principals principals, Collection<ObjectId> servers) {
        if (principals.manager()) {
            return servers.stream().collect(Collectors.toMap(Function.identity(), server -> Permission.ALL));
        }
        return combined(Filters.and(
                Filters.eq("resourceType", SERVER), Filters.in("resourceId", servers), matching(principals)));
    }

    /** Whom entries on a server are for, as {@link Viewers} has them. */
    public List<String> viewers(ObjectId server) {
        return on(server).stream().map(AccessEntry::principal).map(Viewers::of).toList();
    }

    /** All entries on a server, also those past their end; the oldest first. */
    public List<AccessEntry> on(ObjectId server) {
        return mongoCollection()
                .find(of(server))
                .sort(Sorts.ascending("grantedAt", "_id"))
                .into(new ArrayList<>());
    }

    /** Whether an entry is for that principal, on any server. */
    public boolean has(Principal principal) {
        return mongoCollection().find(is(principal)).first() != null;
    }

    /** Makes a user the owner of a server. */
    public void grantOwner(String user, ObjectId server) {
        grant(new Grant(new Principal(PrincipalType.USER, user), AccessRole.OWNER, null), server, user);
    }

    /** Gives a principal this role on a server instead of any other. */
    public void grant(Grant grant, ObjectId server, String grantedBy) {
        changeViewers(server, Updates.addToSet(Viewers.FIELD, Viewers.of(grant.principal())));
        mongoCollection()
                .updateOne(
                        entry(grant.principal(), server),
                        Updates.combine(
                                Updates.set("permBits", grant.role().bits()),
                                Updates.set("roleId", grant.role().id()),
                                Updates.set("grantedBy", grantedBy),
                                Updates.set("grantedAt", Instant.now()),
                                Updates.set("expiresAt", grant.expiresAt())),
                        new UpdateOptions().upsert(true));
    }

    /** Takes what a principal has on a server. */
    public void revoke(Principal principal, ObjectId server) {
        mongoCollection().deleteOne(entry(principal, server));
        changeViewers(server, Updates.pull(Viewers.FIELD, Viewers.of(principal)));
    }

    /** Removes every grant on a server. */
    public void forget(ObjectId server) {
        mongoCollection().deleteMany(of(server));
    }

    private void changeViewers(ObjectId server, Bson change) {
        mongoDatabase().getCollection(Viewers.SERVERS).updateOne(Filters.eq("_id", server), change);
    }

    private Map<ObjectId, Integer> combined(Bson filter) {
        Instant now = Instant.now();
        return StreamSupport.stream(mongoCollection().find(filter).spliterator(), false)
                .filter(entry -> entry.counts(now))
                .collect(Collectors.toMap(entry -> entry.resourceId, entry -> entry.permBits, (a, b) -> a | b));
    }

    private static Bson of(ObjectId server) {
        return Filters.and(Filters.eq("resourceType", SERVER), Filters.eq("resourceId", server));
    }

    private static Bson entry(Principal principal, ObjectId server) {
        return Filters.and(
                Filters.eq("resourceType", SERVER),
                Filters.eq("resourceId", server),
                Filters.eq("principalType", principal.type().value()),
                Filters.eq("principalId", principal.id()));
    }

    private static Bson matching(Principals principals) {
        List<Bson> any = new ArrayList<>();
        any.add(is(new Principal(PrincipalType.USER, principals.user())));
        any.add(is(Principal.EVERYONE));
        if (principals.role() != null) {
            any.add(is(new Principal(PrincipalType.ROLE, principals.role())));
        }
        principals.groups().forEach(group -> any.add(is(new Principal(PrincipalType.GROUP, group))));
        return Filters.or(any);
    }

    private static Bson is(Principal principal) {
        return Filters.and(
                Filters.eq("principalType", principal.type().value()), Filters.eq("principalId", principal.id()));
    }
}
