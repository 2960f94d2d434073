package org.trunkline.registry.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import org.bson.conversions.Bson;

/** The groups that access can be granted to. None is ever removed: an import makes them inactive. */
@ApplicationScoped
public class KnownGroups implements PanacheMongoRepositoryBase<KnownGroup, String> {

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
        write(ids.stream()
                .map(id -> new UpdateOneModel<KnownGroup>(
                        Filters.eq("_id", id), Updates.setOnInsert("active", true), new UpdateOptions().upsert(true)))
                .toList());
    }

    /** Keeps names and whether they are active. */
    void store(Collection<KnownGroup> groups) {
        write(groups.stream()
                .map(group -> new UpdateOneModel<KnownGroup>(
                        Filters.eq("_id", group.id), change(group), new UpdateOptions().upsert(true)))
                .toList());
    }

    private void write(List<UpdateOneModel<KnownGroup>> changes) {
        if (!changes.isEmpty()) {
            mongoCollection().bulkWrite(changes);
        }
    }

    private static Bson change(KnownGroup group) {
        Bson active = Updates.set("active", group.isActive());
        return group.name == null ? active : Updates.combine(active, Updates.set("name", group.name));
    }
}
