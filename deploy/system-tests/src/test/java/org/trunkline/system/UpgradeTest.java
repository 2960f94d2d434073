package org.trunkline.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import org.bson.Document;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.trunkline.local.Service;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A rehearsal of an upgrade: every replica of every service is restarted, one after the other, while users call tools.
 * From the first restart on, every message between services and every stored document has what this version does not
 * know, as those of the next minor version may. What it does not show is that the next version can do without that:
 * README.md, "Upgrade", has the rules for whoever makes it.
 */
@Tag("chaos")
class UpgradeTest {

    private static final Logger LOG = Logger.getLogger(UpgradeTest.class);
    private static final int USERS = 40;
    private static final int SERVERS = 2;
    private static final int REPLICAS = 2;

    private final List<NewerNeighbour> ways = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void noCallFailsThatARetryWouldNotCure() {
        List<CountingServer> servers = List.of(new CountingServer(), new CountingServer());
        MembersLoad load;
        CompletableFuture<Long> writing;
        try (Fleet fleet =
                new Fleet(Repository.scratch("upgrade"), MembersTest.declared(servers.get(0), servers.get(1)))) {
            // given
            fleet.prepare(REPLICAS, REPLICAS, REPLICAS);
            leadThroughNewerNeighbours(fleet);
            fleet.start();
            load = new MembersLoad(fleet, USERS, SERVERS);
            try (load) {
                await().atMost(Duration.ofMinutes(2)).until(() -> load.ended().size() > 3 * USERS);

                // when
                ways.forEach(NewerNeighbour::becomeNewer);
                writing = CompletableFuture.supplyAsync(() -> writeMoreIntoDocuments(fleet.database()));
                for (FleetReplica replica : fleet.all()) {
                    int before = load.ended().size();
                    replica.terminate();
                    replica.start();
                    replica.awaitReady();
                    await().atMost(Duration.ofMinutes(1))
                            .until(() -> load.ended().size() > before + USERS);
                }
            } finally {
                over.set(true);
            }
        } finally {
            ways.forEach(NewerNeighbour::close);
            servers.forEach(CountingServer::close);
        }

        // then
        judge(load, writing.join());
    }

    /** Neighbours, and the replicas of connection-service among each other. */
    private void leadThroughNewerNeighbours(Fleet fleet) {
        for (Service service : Service.values()) {
            String url = way(fleet.origin(service));
            fleet.all().forEach(replica -> replica.with("TRUNKLINE_" + service.name() + "_SERVICE_URL", url));
        }
        fleet.connections().forEach(replica -> replica.with("TRUNKLINE_MEMBERS_ADDRESS", way(replica.origin())));
    }

    private String way(String origin) {
        NewerNeighbour way = new NewerNeighbour(origin);
        ways.add(way);
        return way.url();
    }

    /** How many documents were changed. */
    private long writeMoreIntoDocuments(String database) {
        long changed = 0;
        try (MongoClient client = MongoClients.create(database)) {
            while (!over.get()) {
                for (String name : client.listDatabaseNames()) {
                    for (String collection : client.getDatabase(name).listCollectionNames()) {
                        changed += client.getDatabase(name)
                                .getCollection(collection)
                                .updateMany(
                                        Filters.exists("ofANewerVersion", false),
                                        Updates.set("ofANewerVersion", new Document("list", List.of(1))))
                                .getModifiedCount();
                    }
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        return changed;
    }

    private void judge(MembersLoad load, long documents) {
        List<MembersLoad.Failed> failures = load.failures();
        long messages = ways.stream().mapToLong(NewerNeighbour::changed).sum();
        LOG.infof(
                "upgrade: calls=%d failedAttempts=%s failedCalls=%d newerMessages=%d newerDocuments=%d slowestMs=%d",
                load.ended().size(),
                failures,
                load.ended().stream().filter(call -> call.failure() != null).count(),
                messages,
                documents,
                load.ended().stream()
                                .mapToLong(call -> call.until() - call.from())
                                .max()
                                .orElse(0)
                        / 1_000_000);
        assertTrue(messages > 0 && documents > 0);
        assertEquals(
                List.of(),
                load.ended().stream()
                        .filter(call -> call.tool().equals("again") && call.failure() != null)
                        .toList());
        assertEquals(
                List.of(),
                failures.stream().filter(failed -> !failed.isClear()).toList(),
                "what failed without a word on when to try again");
    }
}
