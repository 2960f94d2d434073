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
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.PanacheMongoRepository;
import io.quarkus.runtime.StartupEvent;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jboss.logging.Logger;
import org.trunkline.registry.access.AccessEntries;

/** The managed servers in MongoDB. Its unique indexes decide who gets a name. */
@ApplicationScoped
class ManagedServers implements PanacheMongoRepository<ManagedServer> {

    private static final Logger LOG = Logger.getLogger(ManagedServers.class);

    /** The order of {@link ServerCursor}. */
    private static final Bson PAGES = Sorts.orderBy(Sorts.descending("updatedAt"), Sorts.ascending("serverName"));

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

    Optional<ManagedServer> named(String name) {
        return Optional.ofNullable(
                mongoCollection().find(Filters.eq("serverName", name)).first());
    }

    List<ManagedServer> withIds(Collection<ObjectId> ids) {
        return mongoCollection().find(Filters.in("_id", ids)).into(new ArrayList<>());
    }

    /**
     * Those of {@code ids} that {@code query} asks for, in the order of pages.
     *
     * @param hidden names, as they are or normalised, that must not appear
     * @param most how many are read
     */
    List<ManagedServer> page(Collection<ObjectId> ids, Collection<String> hidden, ServerQuery query, int most) {
        List<Bson> all = new ArrayList<>(List.of(
                Filters.in("_id", ids), Filters.nin("serverName", hidden), Filters.nin("normalizedName", hidden)));
        if (query.search() != null) {
            Pattern sought = query.pattern();
            all.add(Filters.or(Stream.of("serverName", "title", "description")
                    .map(field -> Filters.regex(field, sought))
                    .toList()));
        }
        if (query.after() != null) {
            Instant time = query.after().updatedAt();
            all.add(Filters.or(
                    Filters.lt("updatedAt", time),
                    Filters.and(
                            Filters.eq("updatedAt", time),
                            Filters.gt("serverName", query.after().name()))));
        }
        return mongoCollection().find(Filters.and(all)).sort(PAGES).limit(most).into(new ArrayList<>());
    }

    /** Writes what follows from {@code next}'s configuration if its revision is the one after the stored one. */
    boolean replace(ManagedServer next) {
        Bson changes = Updates.combine(
                Updates.set("title", next.title),
                Updates.set("description", next.description),
                Updates.set("config", next.config),
                Updates.set("updatedAt", next.updatedAt),
                Updates.set("revision", next.revision));
        return mongoCollection()
                        .updateOne(at(next.id, next.revision - 1), changes)
                        .getMatchedCount()
                == 1;
    }

    /** Deletes a server if it still has that revision. */
    boolean delete(ObjectId id, long revision) {
        return mongoCollection().deleteOne(at(id, revision)).getDeletedCount() == 1;
    }

    private static Bson at(ObjectId id, long revision) {
        return Filters.and(Filters.eq("_id", id), Filters.eq("revision", revision));
    }

    /** The names and normalised names that are {@code base}, or {@code base} with a number. */
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
            access.createIndexes();
            indexed = true;
        }
    }
}
