package org.trunkline.registry.servers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.PanacheMongoRepository;
import io.quarkus.runtime.StartupEvent;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jboss.logging.Logger;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.access.Viewers;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.Outbox;
import org.trunkline.registry.inspection.Inspected;

/**
 * The managed servers in MongoDB. Its unique indexes decide who gets a name. A deleted one keeps its name until nobody
 * keeps anything of it any more ({@link DeletedServers}); nothing else here finds it.
 */
@ApplicationScoped
class ManagedServers implements PanacheMongoRepository<ManagedServer>, Outbox {

    private static final Logger LOG = Logger.getLogger(ManagedServers.class);

    /** The order of {@link ServerCursor}. */
    private static final Bson PAGES = Sorts.orderBy(Sorts.descending("updatedAt"), Sorts.ascending("serverName"));

    private static final Bson ALIVE = Filters.eq("deletedAt", null);

    private final AccessEntries access;
    private volatile boolean indexed;

    ManagedServers(AccessEntries access) {
        this.access = access;
    }

    /** A database that is not there yet does not keep the service from starting: declared servers need none. */
    void prepare(@Observes StartupEvent start) {
        try {
            createIndexes();
        } catch (MongoException e) {
            LOG.warnf("the indexes could not be created yet, they will be before a server is: %s", e.getMessage());
        }
    }

    @Override
    public MongoCollection<ManagedServer> carriers() {
        return mongoCollection();
    }

    Optional<ManagedServer> named(String name) {
        return Optional.ofNullable(alive(Filters.eq("serverName", name)).first());
    }

    List<ManagedServer> named(Collection<String> names) {
        return alive(Filters.in("serverName", names)).into(new ArrayList<>());
    }

    Optional<ManagedServer> withId(ObjectId id) {
        return Optional.ofNullable(alive(Filters.eq("_id", id)).first());
    }

    List<ManagedServer> withIds(Collection<ObjectId> ids) {
        return alive(Filters.in("_id", ids)).into(new ArrayList<>());
    }

    /**
     * Those that {@code query} asks for and {@code principals} may see, unless an entry for them has ended, in the
     * order of pages. It reads no more than it returns, in the order of an index, but for a search.
     *
     * @param hidden names, as they are or normalised, that must not appear
     * @param most how many are read
     */
    List<ManagedServer> page(Principals principals, Collection<String> hidden, ServerQuery query, int most) {
        List<Bson> all =
                new ArrayList<>(List.of(Filters.nin("serverName", hidden), Filters.nin("normalizedName", hidden)));
        if (!principals.manager()) {
            all.add(Filters.in(Viewers.FIELD, Viewers.of(principals)));
        }
        if (query.search() != null) {
            Pattern sought = query.pattern();
            all.add(Filters.or(Stream.of("serverName", "title", "description")
                    .map(field -> Filters.regex(field, sought))
                    .toList()));
        }
        if (query.after() != null) {
            Instant time = query.after().updatedAt();
            all.add(Filters.lte("updatedAt", time));
            all.add(Filters.or(
                    Filters.lt("updatedAt", time),
                    Filters.and(
                            Filters.eq("updatedAt", time),
                            Filters.gt("serverName", query.after().name()))));
        }
        return alive(Filters.and(all)).sort(PAGES).limit(most).into(new ArrayList<>());
    }

    /**
     * Writes what follows from {@code next}'s configuration if the stored one is as {@code known} says.
     *
     * @param event what the audit is told of it
     */
    boolean replace(ManagedServer next, VisibleServer known, AuditEntry event) {
        Bson changes = Updates.combine(
                Updates.set("title", next.title),
                Updates.set("description", next.description),
                Updates.set("config", next.config),
                Updates.set("detectedOAuth", next.detectedOAuth),
                Updates.set("inspectionFailed", next.inspectionFailed),
                Updates.set("inspection", next.inspection),
                Updates.set("updatedAt", next.updatedAt),
                Updates.set("revision", next.revision),
                Outbox.carrying(event));
        return change(known, changes);
    }

    /** Stores a server's configuration with its secrets sealed anew, if it still is at the same revision. */
    boolean reseal(ManagedServer server, Document config) {
        return mongoCollection()
                        .updateOne(at(server.id, server.revision), Updates.set("config", config))
                        .getMatchedCount()
                == 1;
    }

    /** Keeps another inspection of a server, if it still is as {@code server} says; that makes it another state. */
    void inspected(VisibleServer server, Inspected inspected) {
        change(
                server,
                Updates.combine(
                        Updates.set("detectedOAuth", inspected.requiresOAuth()),
                        Updates.set("inspectionFailed", inspected.failed()),
                        Updates.set("inspection", inspected.text()),
                        Updates.inc("revision", 1)));
    }

    /**
     * Makes a server a deleted one, if it is as {@code known} says.
     *
     * @param event what the audit is told of it
     */
    boolean bury(VisibleServer known, AuditEntry event) {
        return change(
                known,
                Updates.combine(
                        Updates.set("deletedAt", event.at),
                        Updates.set("cleanupAttempts", 0),
                        Updates.unset("title"),
                        Updates.unset("description"),
                        Updates.unset("config"),
                        Updates.unset("inspection"),
                        Outbox.carrying(event)));
    }

    /** Keeps that a change of a server's grants is under way, if nothing happened to it since it was read. */
    boolean beginSharing(ManagedServer known, AuditEntry change) {
        Bson unchanged = Filters.and(Filters.eq("_id", known.id), Outbox.nothingSince(known.lastEventAt), ALIVE);
        Bson begin = Updates.combine(Updates.set("sharing", change), Updates.set(Outbox.LAST, change.at));
        return mongoCollection().updateOne(unchanged, begin).getMatchedCount() == 1;
    }

    private boolean change(VisibleServer known, Bson changes) {
        Bson unchanged = Filters.and(at(known.id(), known.number()), Outbox.nothingSince(known.lastEventAt()));
        return mongoCollection().updateOne(unchanged, changes).getMatchedCount() == 1;
    }

    private static Bson at(ObjectId id, long revision) {
        return Filters.and(Filters.eq("_id", id), Filters.eq("revision", revision), ALIVE);
    }

    /** Those that are not deleted. */
    FindIterable<ManagedServer> alive(Bson filter) {
        return mongoCollection().find(Filters.and(ALIVE, filter));
    }

    /** The names and normalised names that are {@code base}, or {@code base} with a number; of deleted ones, too. */
    Set<String> namesLike(String base) {
        Pattern like = Pattern.compile("^" + Pattern.quote(base) + "(-[0-9]+)?$");
        Set<String> names = new HashSet<>();
        mongoCollection()
                .find(Filters.or(Filters.regex("serverName", like), Filters.regex("normalizedName", like)))
                .projection(Projections.include("serverName", "normalizedName"))
                .forEach(server -> names.addAll(List.of(server.serverName, server.normalizedName)));
        return names;
    }

    /** Stores a new server; false when another has its name. */
    boolean insert(ManagedServer server) {
        createIndexes();
        server.viewers = access.viewers(server.id);
        try {
            mongoCollection().insertOne(server);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    private void createIndexes() {
        if (!indexed) {
            IndexOptions unique = new IndexOptions().unique(true);
            mongoCollection().createIndex(Indexes.ascending("serverName"), unique);
            mongoCollection().createIndex(Indexes.ascending("normalizedName"), unique);
            mongoCollection().createIndex(PAGES);
            IndexOptions sparse = new IndexOptions().sparse(true);
            mongoCollection().createIndex(Indexes.ascending("sharing.at"), sparse);
            mongoCollection().createIndex(Indexes.ascending("deletedAt"), sparse);
            mongoCollection()
                    .createIndex(Indexes.compoundIndex(
                            Indexes.ascending(Viewers.FIELD),
                            Indexes.descending("updatedAt"),
                            Indexes.ascending("serverName")));
            access.createIndexes();
            addViewers();
            indexed = true;
        }
    }

    /** To servers that were stored before there was that field. */
    private void addViewers() {
        mongoCollection()
                .find(Filters.exists(Viewers.FIELD, false))
                .projection(Projections.include("_id"))
                .forEach(server -> mongoCollection()
                        .updateOne(
                                Filters.eq("_id", server.id),
                                Updates.addEachToSet(Viewers.FIELD, access.viewers(server.id))));
    }
}
