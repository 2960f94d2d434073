package org.trunkline.registry.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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
import org.trunkline.identity.Caller;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.Outbox;

/** The users that access can be granted to. None is ever removed: an import makes them inactive. */
@ApplicationScoped
public class KnownUsers implements PanacheMongoRepositoryBase<KnownUser, String>, Outbox {

    @Override
    public MongoCollection<KnownUser> carriers() {
        return mongoCollection();
    }

    /** Those with these ids, by id. */
    public Map<String, KnownUser> withIds(Collection<String> ids) {
        return StreamSupport.stream(
                        mongoCollection().find(Filters.in("_id", ids)).spliterator(), false)
                .collect(Collectors.toMap(user -> user.id, Function.identity()));
    }

    /** The active ones with {@code text} in their name, login name or email, whatever its case. */
    public List<KnownUser> search(String text, int limit) {
        return mongoCollection()
                .find(Filters.and(Filters.ne("active", false), Containing.anyOf(text, "name", "username", "email")))
                .sort(Sorts.ascending("name", "_id"))
                .limit(limit)
                .into(new ArrayList<>());
    }

    /** The roles that users had when they were last seen. */
    public Set<String> roles() {
        return mongoCollection()
                .distinct("role", Filters.ne("role", null), String.class)
                .into(new TreeSet<>());
    }

    /** Whether a user had the role when last seen. */
    public boolean haveRole(String role) {
        return mongoCollection().find(Filters.eq("role", role)).first() != null;
    }

    /** Keeps what a token says; what it does not say stays as it was. */
    void saw(Caller caller) {
        KnownUser user = new KnownUser();
        user.id = caller.id();
        user.name = caller.name();
        user.username = caller.username();
        user.email = caller.email();
        user.role = caller.role();
        user.groups = List.copyOf(caller.groups());
        mongoCollection().bulkWrite(List.of(write(user.id, change(user))));
    }

    /** Keeps all fields that are not null; the first user carries {@code event}. */
    void store(List<KnownUser> users, AuditEntry event) {
        List<UpdateOneModel<KnownUser>> changes = new ArrayList<>();
        users.forEach(user -> changes.add(write(user.id, change(user))));
        Bson first = Updates.combine(change(users.getFirst()), Outbox.carrying(event));
        changes.set(0, write(users.getFirst().id, first));
        mongoCollection().bulkWrite(changes);
    }

    private static UpdateOneModel<KnownUser> write(String id, Bson change) {
        return new UpdateOneModel<>(Filters.eq("_id", id), change, new UpdateOptions().upsert(true));
    }

    private static Bson change(KnownUser user) {
        List<Bson> said = new ArrayList<>();
        said.add(set("name", user.name));
        said.add(set("username", user.username));
        said.add(set("email", user.email));
        said.add(set("role", user.role));
        said.add(set("groups", user.groups));
        said.add(set("active", user.active));
        said.removeIf(Objects::isNull);
        return said.isEmpty() ? Updates.setOnInsert("active", null) : Updates.combine(said);
    }

    private static Bson set(String field, Object value) {
        return value == null ? null : Updates.set(field, value);
    }
}
