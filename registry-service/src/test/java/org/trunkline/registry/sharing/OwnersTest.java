package org.trunkline.registry.sharing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class OwnersTest {

    private static final int ROUNDS = 10;

    @BeforeEach
    void prepare() {
        Shared.prepare("ann", "ben");
        Shared.prepareGroups("ops");
    }

    @Test
    void keepsTheLastOne() {
        // given
        String id = Shared.created("ann");
        Map<String, String> ending = Map.of(
                "type",
                "user",
                "id",
                "ben",
                "accessRoleId",
                Shared.OWNER,
                "expiresAt",
                Instant.now().plusSeconds(3600).toString());
        List<Map<String, String>> annGoes = List.of(Shared.principal("user", "ann"));

        // when
        List<Map<String, ?>> refused = List.of(
                Map.of("removed", annGoes),
                Map.of("updated", List.of(Shared.grant("user", "ann", Shared.EDITOR))),
                Map.of("updated", List.of(ending), "removed", annGoes),
                Map.of("updated", List.of(Shared.grant("role", Shared.SHARER, Shared.OWNER)), "removed", annGoes),
                Map.of("removed", annGoes, "public", true, "publicAccessRoleId", Shared.OWNER));

        // then
        refused.forEach(change ->
                Shared.put("ann", id, change).statusCode(409).body("message", startsWith("A server needs an owner")));
        assertEquals(15, Shared.bits("ann", id));
        assertEquals(404, Shared.status("ben", id));
    }

    @Test
    void letsOneGoWhenAnotherComes() {
        String id = Shared.created("ann");

        Shared.put(
                        "ann",
                        id,
                        Map.of(
                                "updated", List.of(Shared.grant("group", "ops", Shared.OWNER)),
                                "removed", List.of(Shared.principal("user", "ann"))))
                .statusCode(200);

        assertEquals(404, Shared.status("ann", id));
        Servers.as(Tokens.ofMember("member", "ops"))
                .get(Shared.PATH + id + "/effective")
                .then()
                .body("permissionBits", equalTo(15));
    }

    @Test
    void keepsOneOfTwoWhoRemoveEachOther() throws InterruptedException {
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < ROUNDS; round++) {
                // given
                String id = Shared.created("ann");
                Shared.share("ann", id, Shared.grant("user", "ben", Shared.OWNER))
                        .statusCode(200);

                // when
                List<Future<Integer>> answers = callers.invokeAll(List.of(
                        removal("ann", "ben", id),
                        removal("ben", "ann", id),
                        removal("ann", "ben", id),
                        removal("ben", "ann", id)));

                // then
                List<Integer> statuses =
                        new ArrayList<>(answers.stream().map(Future::resultNow).toList());
                List<String> owners = Servers.as(Tokens.ofAdmin())
                        .get(Shared.PATH + id)
                        .path("principals.findAll { it.accessRoleId == '" + Shared.OWNER + "' }.id");
                assertEquals(1, owners.size(), statuses + " " + owners);
                assertTrue(statuses.contains(200), statuses.toString());
                assertFalse(statuses.contains(500), statuses.toString());
            }
        }
    }

    private static Callable<Integer> removal(String who, String whom, String id) {
        return () -> Shared.put(who, id, Map.of("removed", List.of(Shared.principal("user", whom))))
                .extract()
                .statusCode();
    }
}
