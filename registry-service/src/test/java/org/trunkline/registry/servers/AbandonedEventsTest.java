package org.trunkline.registry.servers;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import jakarta.inject.Inject;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.audit.Audit;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.Outbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What a replica leaves that dies between the write of a server and its audit. */
@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class AbandonedEventsTest {

    @Inject
    ManagedServers servers;

    @Test
    void reachTheAuditOnceAndInTheirOrder() {
        // given
        String name = Servers.created("alice", "Abandoned Events");
        ManagedServer server = servers.named(name).orElseThrow();
        AuditEntry first = event(server, 1);
        AuditEntry second = event(server, 2);

        // when: the first is abandoned before its copy, the second after another first, which was copied
        carry(server, second);
        carry(server, first);
        await().until(() -> Audit.actions(name).size() == 3);
        carry(server, first);

        // then
        await().until(() ->
                servers.withId(server.id).orElseThrow().pendingEvents.isEmpty());
        assertEquals(
                List.of(1L, 2L, 3L),
                Audit.of(name).stream().map(entry -> entry.getLong("revision")).toList());
    }

    private void carry(ManagedServer server, AuditEntry event) {
        servers.mongoCollection().updateOne(Filters.eq("_id", server.id), Updates.push(Outbox.PENDING, event));
    }

    private static AuditEntry event(ManagedServer server, int later) {
        AuditEntry event = new AuditEntry();
        event.id = new ObjectId().toHexString();
        event.at = Instant.now().plus(later, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MILLIS);
        event.action = "server.changed";
        event.resource = AuditEntry.Resource.server(server.id.toHexString(), server.serverName);
        event.revision = server.revision + later;
        return event;
    }
}
