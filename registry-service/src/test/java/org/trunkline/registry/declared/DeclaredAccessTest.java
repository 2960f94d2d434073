package org.trunkline.registry.declared;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeclaredAccessTest {

    private static final String DECLARED = """
              of-users:
                url: https://declared.example/mcp
                access: [{ user: uma }]
              of-groups:
                url: https://declared.example/mcp
                access:
                  - { group: ops, role: editor }
                  - { type: group, id: dev, role: owner }
              of-roles:
                url: https://declared.example/mcp
                access: [{ type: role, id: SUPPORT }]
              of-all:
                url: https://declared.example/mcp
                access: [{ public: true, role: viewer }]
              of-none:
                url: https://declared.example/mcp
                access: []
            """;

    @Inject
    DeclaredServers declared;

    private String before;

    @BeforeAll
    void declare() throws IOException {
        before = Files.readString(RegistryTestBed.declaredFile());
        Files.writeString(RegistryTestBed.declaredFile(), before + DECLARED);
        await().until(() -> declared.find("of-none").isPresent());
    }

    @AfterAll
    void putBack() throws IOException {
        Files.writeString(RegistryTestBed.declaredFile(), before);
        await().until(() -> declared.all().size() == 1);
    }

    @ParameterizedTest
    @CsvSource({
        "of-users,  uma,   USER,    none, true",
        "of-users,  bob,   USER,    uma,  false",
        "of-groups, bob,   USER,    ops,  true",
        "of-groups, bob,   USER,    dev,  true",
        "of-groups, ops,   ops,     none, false",
        "of-roles,  bob,   SUPPORT, none, true",
        "of-roles,  bob,   USER,    SUPPORT, false",
        "of-all,    bob,   USER,    none, true",
        "of-none,   bob,   USER,    none, false",
        "weather,   bob,   USER,    none, true"
    })
    void decidesWhoSeesAServerEverywhere(String server, String user, String role, String group, boolean seen) {
        int expected = seen ? 200 : 404;
        String token = Tokens.of(user, claims -> claims.claim("role", role).claim("groups", List.of(group)));

        Servers.as(token).get(Servers.PATH + "/" + server).then().statusCode(expected);
        Servers.as(token).get(Servers.PATH).then().body("$", seen ? hasKey(server) : not(hasKey(server)));
        Servers.as(token)
                .get(Servers.PATH + "?limit=100")
                .then()
                .body("data.serverName", seen ? hasItem(server) : not(hasItem(server)));
        Servers.as(token)
                .get(Servers.PATH + "?limit=100&search=" + server)
                .then()
                .body("data", hasSize(seen ? 1 : 0));
        Servers.as(token).get(Servers.PATH + "?search=" + server).then().body("size()", equalTo(seen ? 1 : 0));
        asked(user, role, group).get("/internal/v1/servers/" + server).then().statusCode(expected);
        asked(user, role, group)
                .get("/internal/v1/servers")
                .then()
                .body("name", seen ? hasItem(server) : not(hasItem(server)));
        Servers.as(token)
                .body("{\"config\":{\"url\":\"https://a.example\"}}")
                .patch(Servers.PATH + "/" + server)
                .then()
                .statusCode(seen ? 403 : 404);
        Servers.as(token).delete(Servers.PATH + "/" + server).then().statusCode(seen ? 403 : 404);
    }

    @Test
    void areReadWithoutFaults() {
        Servers.as(Tokens.ofAdmin())
                .get("/api/admin/declared-servers")
                .then()
                .body("servers", hasItems("of-users", "of-groups", "of-roles", "of-all", "of-none"))
                .body("faults", hasSize(0));
    }

    @Test
    void letsAdministratorsSeeAllAndUseWhatIsTheirs() {
        Servers.as(Tokens.ofAdmin()).get(Servers.PATH + "/of-none").then().statusCode(200);
        Servers.as(Tokens.ofAdmin()).get(Servers.PATH).then().body("keySet()", hasItems("of-users", "of-none"));

        asked("carol", "ADMIN", "none")
                .get("/internal/v1/servers/of-none")
                .then()
                .statusCode(404);
    }

    @Test
    void tellsEditorsWhereItPointsAndLetsNobodyEdit() {
        Servers.as(Tokens.ofMember("bob", "ops"))
                .get(Servers.PATH + "/of-groups")
                .then()
                .body("url", equalTo("https://declared.example/mcp"))
                .body("source", equalTo("yaml"))
                .body("canEdit", equalTo(false));
        Servers.as(Tokens.of("bob")).get(Servers.PATH + "/of-all").then().body("url", nullValue());
        asked("bob", "USER", "dev").get("/internal/v1/servers/of-groups").then().body("permissions", equalTo(15));
    }

    private static RequestSpecification asked(String user, String role, String group) {
        return Servers.asNeighbour(user).queryParam("role", role).queryParam("group", group);
    }
}
