package org.trunkline.system;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trunkline.local.Service;
import org.trunkline.local.samples.SampleServer;
import org.trunkline.local.samples.Samples;
import org.trunkline.local.secret.Keyset;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The databases are dumped, wiped and restored: with the key set all works as before, with another nothing starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoreTest {

    private final SampleServer orders = Samples.orders();
    private final Fleet fleet = new Fleet(Repository.scratch("restore"), """
            mcpServers:
              orders:
                type: streamable-http
                url: %s
                headers:
                  X-Api-Key: "{{ORDERS_KEY}}"
                customUserVars:
                  ORDERS_KEY: { title: Key, description: Your key for the orders }
            """.formatted(orders.url()));
    private Dump dump;
    private List<Map<String, ?>> audit;

    @BeforeAll
    void storeAndDump() {
        fleet.start(1, 1, 1);
        fleet.as("alice")
                .body(Map.of(
                        "config",
                        Map.of(
                                "type",
                                "streamable-http",
                                "url",
                                orders.url(),
                                "title",
                                "Vault",
                                "headers",
                                Map.of("X-Api-Key", Samples.ORDERS_KEY))))
                .post(fleet.origin(Service.REGISTRY) + "/api/mcp/servers")
                .then()
                .statusCode(201)
                .body("serverName", equalTo("vault"));
        fleet.as("alice")
                .body(Map.of("values", Map.of("ORDERS_KEY", Samples.ORDERS_KEY)))
                .put(fleet.origin(Service.OAUTH) + "/api/mcp/orders/auth-values")
                .then()
                .statusCode(200);
        assertWorks();
        audit = audit();
        fleet.all().forEach(FleetReplica::terminate);
        dump = Dump.of(fleet.database());
    }

    @BeforeEach
    void restore() {
        Dump.wipe(fleet.database());
        assertEquals(Map.of(), Dump.of(fleet.database()).databases());
        dump.restore(fleet.database());
    }

    @AfterEach
    void end() {
        fleet.all().stream().filter(FleetReplica::isAlive).forEach(FleetReplica::terminate);
    }

    @AfterAll
    void stop() {
        fleet.close();
        orders.close();
    }

    @Test
    void allWorksAsBefore() {
        fleet.start();

        assertWorks();
        assertEquals(audit, audit());
        fleet.as("bob").get(servers()).then().statusCode(200).body("", not(hasKey("vault")));
    }

    @ParameterizedTest
    @EnumSource(names = {"REGISTRY", "OAUTH"})
    void withAnotherKeySetAServiceRefusesToStartAndNamesTheKeys(Service service) {
        // given
        FleetReplica replica = fleet.replicas(service).getFirst();

        // when
        String refusal = replica.refusalWith("TRUNKLINE_SECRETS_KEYSET", Keyset.fresh());

        // then
        assertTrue(
                refusal.contains(
                        "trunkline.secrets.keyset: no secret that is stored opens with it: they need a key of"),
                refusal);
        assertTrue(refusal.contains("give the key set that they were stored with"), refusal);
    }

    /** The server that alice made is there and sends its key; so is the value that she gave. */
    private void assertWorks() {
        fleet.as("alice").get(servers()).then().statusCode(200).body("", hasKey("vault"));
        for (String server : List.of("vault", "orders")) {
            fleet.as("alice")
                    .body("{}")
                    .post(fleet.origin(Service.CONNECTION) + "/api/mcp/" + server + "/tools/list_orders/call")
                    .then()
                    .statusCode(200)
                    .body("isError", equalTo(false));
        }
    }

    private String servers() {
        return fleet.origin(Service.REGISTRY) + "/api/mcp/servers";
    }

    private List<Map<String, ?>> audit() {
        return fleet.asAdministrator()
                .get(fleet.origin(Service.REGISTRY) + "/api/admin/audit?server=vault")
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }
}
