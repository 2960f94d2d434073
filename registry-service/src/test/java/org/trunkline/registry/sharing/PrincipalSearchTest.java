package org.trunkline.registry.sharing;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class PrincipalSearchTest {

    private static final String DIRECTORY = "/api/admin/directory/";

    @BeforeEach
    void prepare() {
        Shared.prepare("ann");
        imported(
                "users",
                List.of(
                        Map.of(
                                "id",
                                "u-1",
                                "userName",
                                "zoewald",
                                "displayName",
                                "Zoë (Ops) Wald",
                                "emails",
                                List.of(
                                        Map.of("value", "second@wald.example"),
                                        Map.of("value", "zw@wald.example", "primary", true)),
                                "schemas",
                                List.of("urn:ietf:params:scim:schemas:core:2.0:User")),
                        Map.of("id", "u-2", "displayName", "Gone Wald", "active", false)));
        imported("groups", List.of(Map.of("id", "g-1", "displayName", "Waldläufer")));
    }

    @Test
    void findsByNameLoginNameAndEmail() {
        for (String query : List.of("zoew", "Zoë", "(OPS) w", "ZOEWALD", "zw@wald")) {
            search(query, "user")
                    .statusCode(200)
                    .body("results.id", contains("u-1"))
                    .body("results[0].name", equalTo("Zoë (Ops) Wald"))
                    .body("results[0].email", equalTo("zw@wald.example"))
                    .body("results[0].username", equalTo("zoewald"))
                    .body("results[0].type", equalTo("user"))
                    .body("results[0].source", equalTo("local"))
                    .body("count", equalTo(1))
                    .body("sources.local", equalTo(1));
        }
    }

    @Test
    void findsAllTypesUnlessToldWhich() {
        search("wald", null)
                .statusCode(200)
                .body("query", equalTo("wald"))
                .body("limit", equalTo(10))
                .body("results.type", contains("user", "group"))
                .body("results[1].name", equalTo("Waldläufer"));
        search("wald", "group").body("results.id", contains("g-1")).body("types", contains("group"));
        search("shar", "role").body("results.id", hasItem(Shared.SHARER));
        search("wald", "robot").statusCode(400).body("message", containsString("'robot'"));
    }

    @Test
    void findsWhoHasSignedIn() {
        Servers.as(Shared.token("signed-in-user")).get(Servers.PATH).then().statusCode(200);
        Shared.prepareGroups("signed-in-group");

        search("SIGNED-in", null).body("results.id", contains("signed-in-user", "signed-in-group"));
    }

    @Test
    void isNoWayToListEverybody() {
        search(null, null)
                .statusCode(400)
                .body("error", equalTo("Query parameter \"q\" is required and must not be empty"));
        search("  ", null)
                .statusCode(400)
                .body("error", equalTo("Query parameter \"q\" is required and must not be empty"));
        search(" a ", null).statusCode(400).body("error", equalTo("Query must be at least 2 characters long"));
        for (String pattern : List.of(".*", "^.", "\\E.*", "a|b", "..", "[a-z]")) {
            search(pattern, null).statusCode(200).body("results", hasSize(0));
        }
    }

    @Test
    void keepsToItsLimit() {
        // given
        imported(
                "users",
                IntStream.range(0, 60)
                        .mapToObj(i -> Map.of("id", "crowd-" + i, "displayName", "Crowd " + i))
                        .toList());

        // when
        var most = Servers.as(Shared.token("ann")).queryParam("q", "crowd").queryParam("limit", "500");
        var few = Servers.as(Shared.token("ann")).queryParam("q", "crowd").queryParam("limit", "3");

        // then
        most.get("/api/permissions/search-principals")
                .then()
                .body("results", hasSize(50))
                .body("limit", equalTo(50));
        few.get("/api/permissions/search-principals").then().body("results", hasSize(3));
    }

    @Test
    void isForWhoMayShare() {
        Servers.as(Tokens.of("alice"))
                .queryParam("q", "wald")
                .get("/api/permissions/search-principals")
                .then()
                .statusCode(403)
                .body("message", equalTo("Forbidden: Insufficient permissions"))
                .body(not(containsString("Zoë")));
    }

    @Test
    void grantsNothingNewToWhoIsNotActive() {
        String id = Shared.created("ann");

        Shared.share("ann", id, Shared.grant("user", "u-2", Shared.VIEWER))
                .statusCode(400)
                .body("errors.message", contains("There is no user 'u-2'"));
        Shared.share("ann", id, Shared.grant("user", "u-1", Shared.VIEWER)).statusCode(200);
    }

    @Test
    void importsAllOrNothingForAdministratorsOnly() {
        List<Map<String, String>> broken = List.of(Map.of("id", "new-1", "displayName", "Newcomer"), Map.of());

        Servers.as(Tokens.ofAdmin())
                .body(broken)
                .put(DIRECTORY + "users")
                .then()
                .statusCode(400)
                .body("errors[0].path", contains(1, "id"));
        search("newcomer", null).body("results", hasSize(0));
        for (String kind : List.of("users", "groups")) {
            Servers.as(Tokens.of("alice"))
                    .body(List.of())
                    .put(DIRECTORY + kind)
                    .then()
                    .statusCode(403);
            Servers.as(Tokens.ofAdmin()).body("{}").put(DIRECTORY + kind).then().statusCode(400);
        }
    }

    private static void imported(String kind, List<?> entries) {
        Servers.as(Tokens.ofAdmin())
                .body(entries)
                .put(DIRECTORY + kind)
                .then()
                .statusCode(200)
                .body("imported", equalTo(entries.size()));
    }

    private static ValidatableResponse search(String query, String types) {
        var request = Servers.as(Shared.token("ann"));
        if (query != null) {
            request.queryParam("q", query);
        }
        if (types != null) {
            request.queryParam("types", types);
        }
        return request.get("/api/permissions/search-principals").then();
    }
}
