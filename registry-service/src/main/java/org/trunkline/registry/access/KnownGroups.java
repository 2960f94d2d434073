package org.trunkline.registry.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import org.bson.conversions.Bson;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.Outbox;

/** The groups that access can be granted to. None is ever removed: an import makes them inactive. */
@ApplicationScoped
public class KnownGroups implements PanacheMongoRepositoryBase<KnownGroup, String>, Outbox {

    @Override
    public MongoCollection<KnownGroup> carriers() {
        return mongoCollection();
    }

    /** Those with these ids, by id. */
    public Map<String, KnownGroup> withIds(Collection<String> ids) {
        return StreamSupport.stream(
                        mongoCollection().find(Filters.in("_id", ids)).spliterator(), false)
                .collect(Collectors.toMap(group -> group.id, Function.identity()));
    }

    /** The active ones with {@code text} in their name or id, whatever its case. */
    public List<KnownGroup> search(String text, int limit) {
        return mongoCollection()
                .find(Filters.and(Filters.ne("active", false), Containing.anyOf(text, "name", "_id")))
                .sort(Sorts.ascending("name", "_id"))
                .limit(limit)
                .into(new ArrayList<>());
    }

    /** Keeps that there are groups with these ids. */
    void saw(Collection<String> ids) {
        if (!ids.isEmpty()) {
            mongoCollection()
                    .bulkWrite(ids.stream()
                            .map(id -> write(id, Updates.setOnInsert("active", true)))
                            .toList());
        }
    }

    /** Keeps names and whether they are active; the first group carries {@code event}. */
    void store(List<KnownGroup> groups, AuditEntry event) {
        List<UpdateOneModel<KnownGroup>> changes = new ArrayList<>();
        groups.forEach(group -> changes.add(write(group.id, change(group))));
        Bson first = Updates.combine(change(groups.getFirst()), Outbox.carrying(event));
        changes.set(0, write(groups.getFirst().id, first));
        mongoCollection().bulkWrite(changes);
    }

    private static UpdateOneModel<KnownGroup> write(String id, Bson change) {
        return new UpdateOneModel<>(Filters.eq("_id", id), change, new UpdateOptions().upsert(true));
    }

    private static Bson change(KnownGroup group) {
        Bson active = Updates.set("active", group.isActive());
        return group.name == null ? active : Updates.combine(active, Updates.set("name", group.name));
    }
}
