package org.trunkline.registry.sharing;

import java.util.Date;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.audit.Audit;
import org.trunkline.registry.servers.Servers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What a replica leaves that dies while it changes the grants of a server. */
@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class AbandonedSharingTest {

    @Inject
    MongoClient mongo;

    @ConfigProperty(name = "quarkus.mongodb.database")
    String database;

    @Inject
    AccessEntries access;

    @BeforeEach
    void prepare() {
        Shared.prepare("ann", "ben", "cat");
    }

    @Test
    void isFinishedAndToldOnce() {
        // given
        String id = Shared.created("ann");
        Shared.share("ann", id, Shared.grant("user", "ben", Shared.VIEWER)).statusCode(200);

        // when: it had begun to give cat what ben had
        abandon(id);

        // then
        await().until(() -> Shared.status("cat", id) == 200 && Shared.status("ben", id) == 404);
        await().until(() -> Audit.actions(id).size() == 3);
        assertEquals(List.of("server.created", "permissions.changed", "permissions.changed"), Audit.actions(id));
        assertEquals("cat", Audit.of(id).getLast().getString("after.grants[0].id"));
    }

    @Test
    void isFinishedByWhoeverSharesNext() {
        String id = Shared.created("ann");
        abandon(id);

        Shared.share("ann", id, Shared.grant("user", "ben", Shared.EDITOR)).statusCode(200);

        assertEquals(1, Shared.bits("cat", id));
        assertEquals(3, Shared.bits("ben", id));
    }

    @Test
    void leavesNoGrantsOfADeletedServer() {
        // given
        String id = Shared.created("ann");
        String name = Servers.as(Tokens.ofAdmin()).get(Servers.PATH).path("find { it.value.dbId == '" + id + "' }.key");
        abandon(id);

        // when
        Servers.as(Shared.token("ann")).delete(Servers.PATH + "/" + name).then().statusCode(200);

        // then
        await().until(() -> stored().countDocuments(Filters.eq("_id", new ObjectId(id))) == 0);
        assertEquals(0, access.count("resourceId", new ObjectId(id)));
        assertEquals(List.of("server.created", "permissions.changed", "server.deleted"), Audit.actions(id));
    }

    @Test
    void isNotMadeWhileAnotherReplicaMakesOneWhateverItsClockSays() {
        // given: a lease that would have ended long ago, were it for clocks
        String id = Shared.created("ann");
        MongoCollection<Document> leases = mongo.getDatabase(database).getCollection("sharingLeases");
        leases.insertOne(new Document("_id", new ObjectId(id))
                .append("holder", "another replica")
                .append("until", new Date(0)));

        // when, then
        Shared.share("ann", id, Shared.grant("user", "ben", Shared.VIEWER)).statusCode(409);
        leases.deleteOne(Filters.eq("_id", new ObjectId(id)));
        Shared.share("ann", id, Shared.grant("user", "ben", Shared.VIEWER)).statusCode(200);
    }

    private void abandon(String id) {
        Document change = new Document("_id", new ObjectId().toHexString())
                .append("at", new Date())
                .append("actor", new Document("_id", "ann"))
                .append("action", "permissions.changed")
                .append("resource", new Document(Map.of("type", "server", "_id", id, "name", "shared")))
                .append("before", grants("ben"))
                .append("after", grants("cat"));
        stored().updateOne(Filters.eq("_id", new ObjectId(id)), Updates.set("sharing", change));
    }

    private static Document grants(String user) {
        return new Document(
                "grants", List.of(new Document(Map.of("type", "user", "id", user, "accessRoleId", Shared.VIEWER))));
    }

    private MongoCollection<Document> stored() {
        return mongo.getDatabase(database).getCollection("servers");
    }
}
