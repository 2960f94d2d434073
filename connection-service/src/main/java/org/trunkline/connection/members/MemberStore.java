package org.trunkline.connection.members;

import java.net.URI;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import org.bson.Document;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The members in MongoDB: one document for each epoch. */
@ApplicationScoped
class MemberStore {

    private final ReactiveMongoCollection<Document> members;

    MemberStore(ReactiveMongoClient client, @ConfigProperty(name = "quarkus.mongodb.database") String database) {
        members = client.getDatabase(database).getCollection("members");
    }

    Uni<Void> add(Member member) {
        return members.insertOne(document(member)).replaceWithVoid();
    }

    /**
     * Writes a sign of life, and what the member says of itself now.
     *
     * @return false when the others have removed it
     */
    Uni<Boolean> beat(Member member) {
        return members.updateOne(
                        Filters.eq("_id", member.epoch()),
                        Updates.combine(
                                Updates.inc("beat", 1L),
                                Updates.set("draining", member.draining()),
                                Updates.set("sessions", member.sessions())))
                .map(UpdateResult::getMatchedCount)
                .map(matched -> matched == 1);
    }

    Uni<List<Member>> all() {
        return members.find().map(MemberStore::member).collect().asList();
    }

    /** Removes a member that has given no sign of life since it was read. */
    Uni<Void> removeDead(Member dead) {
        return members.deleteOne(Filters.and(Filters.eq("_id", dead.epoch()), Filters.eq("beat", dead.beat())))
                .replaceWithVoid();
    }

    Uni<Void> remove(String epoch) {
        return members.deleteOne(Filters.eq("_id", epoch)).replaceWithVoid();
    }

    private static Document document(Member member) {
        return new Document("_id", member.epoch())
                .append("address", member.address().toString())
                .append("beat", member.beat())
                .append("draining", member.draining())
                .append("sessions", member.sessions())
                .append("maxSessions", member.maxSessions());
    }

    private static Member member(Document document) {
        return new Member(
                document.getString("_id"),
                URI.create(document.getString("address")),
                document.getLong("beat"),
                document.getBoolean("draining"),
                document.getInteger("sessions"),
                document.getInteger("maxSessions"));
    }
}
