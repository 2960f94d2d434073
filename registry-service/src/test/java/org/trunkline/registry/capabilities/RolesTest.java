package org.trunkline.registry.capabilities;

import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class RolesTest {

    private static final String PERMISSIONS = "permissions.MCP_SERVERS.";

    @Test
    void hasLibreChatsDefaults() {
        Servers.as(Tokens.ofAdmin())
                .get(Roles.path("USER"))
                .then()
                .statusCode(200)
                .body("name", equalTo("USER"))
                .body(PERMISSIONS + "USE", equalTo(true))
                .body(PERMISSIONS + "CREATE", equalTo(true))
                .body(PERMISSIONS + "SHARE", equalTo(false))
                .body(PERMISSIONS + "SHARE_PUBLIC", equalTo(false))
                .body(PERMISSIONS + "CONFIGURE_OBO", equalTo(false));
        Servers.as(Tokens.ofAdmin())
                .get(Roles.path("ADMIN"))
                .then()
                .body(PERMISSIONS + "CONFIGURE_OBO", equalTo(true))
                .body(PERMISSIONS + "SHARE_PUBLIC", equalTo(true));
    }

    @Test
    void changesOnlyWhatIsSaid() {
        // given
        Roles.set("PARTIAL", Map.of("SHARE", true));

        // when
        Servers.as(Tokens.ofAdmin())
                .body(Map.of("CREATE", false))
                .put(Roles.path("PARTIAL"))
                .then()
                .statusCode(200)
                .body("name", equalTo("PARTIAL"))
                .body(PERMISSIONS + "CREATE", equalTo(false))
                .body(PERMISSIONS + "SHARE", equalTo(true));

        // then
        Servers.as(Tokens.ofAdmin())
                .get(Roles.path("PARTIAL"))
                .then()
                .body(PERMISSIONS + "USE", equalTo(true))
                .body(PERMISSIONS + "CREATE", equalTo(false))
                .body(PERMISSIONS + "SHARE", equalTo(true));
    }

    @Test
    void namesWhatIsWrongAndChangesNothing() {
        // given
        Roles.set("WRONG", Map.of("SHARE", false));

        // when
        Servers.as(Tokens.ofAdmin())
                .body("{\"SHARE\": true, \"USE\": \"yes\", \"FLY\": true}")
                .put(Roles.path("WRONG"))
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("message", equalTo("Invalid MCP servers permissions."))
                .body("errors.path.flatten()", hasItems("USE", "FLY"))
                .body("errors.path.flatten()", not(hasItem("SHARE")));

        // then
        Servers.as(Tokens.ofAdmin()).get(Roles.path("WRONG")).then().body(PERMISSIONS + "SHARE", equalTo(false));
        for (String body : new String[] {"[]", "{", "null"}) {
            Servers.as(Tokens.ofAdmin())
                    .body(body)
                    .put(Roles.path("WRONG"))
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void knowsNoRoleThatNobodyHas() {
        Servers.as(Tokens.ofAdmin())
                .body(Map.of("USE", true))
                .put(Roles.path("NOBODYS"))
                .then()
                .statusCode(404)
                .body("message", equalTo("Role not found"));
        Servers.as(Tokens.ofAdmin()).get(Roles.path("NOBODYS")).then().statusCode(404);
    }

    @Test
    void isForAdministrators() {
        for (String path : new String[] {Roles.path("USER"), Roles.path("NOBODYS")}) {
            Servers.as(Tokens.of("alice"))
                    .body(Map.of("SHARE", true))
                    .put(path)
                    .then()
                    .statusCode(403)
                    .body("message", equalTo("Forbidden: Insufficient permissions"));
            Servers.as(Tokens.of("alice")).get(path).then().statusCode(403);
        }
    }

    @Test
    void keepsWhoMayNotUseServersFromAllOfThem() {
        // given
        Roles.set("USELESS", Map.of("USE", true));
        String token = Roles.token("una", "USELESS");
        String name = created(token);

        // when
        Roles.set("USELESS", Map.of("USE", false));

        // then
        for (var answer : new Response[] {
            Servers.as(token).get(Servers.PATH),
            Servers.as(token).get(Servers.PATH + "/weather"),
            Servers.as(token).delete(Servers.PATH + "/" + name),
            Servers.as(token).body("{}").post(Servers.PATH)
        }) {
            answer.then().statusCode(403).body("message", equalTo("Forbidden: Insufficient permissions"));
        }
        var internal = Servers.asNeighbour("una").queryParam("role", "USELESS");
        internal.get("/internal/v1/servers").then().statusCode(200).body("size()", equalTo(0));
        internal.get("/internal/v1/servers/weather").then().statusCode(404);
        internal.get("/internal/v1/servers/" + name).then().statusCode(404);
    }

    @Test
    void letsWhoMayNotCreateServersOnlyUseThem() {
        // given
        Roles.set("READER", Map.of("CREATE", true));
        String token = Roles.token("rita", "READER");
        String path = Servers.PATH + "/" + created(token);

        // when
        Roles.set("READER", Map.of("CREATE", false));

        // then
        Servers.as(token).get(path).then().statusCode(200);
        Servers.as(token).delete(path).then().statusCode(403);
        Servers.as(token)
                .body(config("New"))
                .post(Servers.PATH)
                .then()
                .statusCode(403)
                .body("message", equalTo("Forbidden: Insufficient permissions"));
    }

    @Test
    void guardsOnBehalfOf() {
        // given
        Map<String, Object> config = Map.of(
                "config",
                Map.of("type", "streamable-http", "url", "https://a.example/mcp", "obo", Map.of("scopes", "api")));
        Roles.set("OBO", Map.of("CONFIGURE_OBO", true));

        // when
        var refused = Servers.as(Tokens.of("alice")).body(config).post(Servers.PATH);
        var taken = Servers.as(Roles.token("olga", "OBO")).body(config).post(Servers.PATH);

        // then
        refused.then().statusCode(403).body("message", equalTo("Forbidden: Insufficient permissions to configure OBO"));
        taken.then().statusCode(201).body("obo.scopes", equalTo("api"));
    }

    @Test
    void letsAdministratorsManageWhatTheyMayNotUse() {
        // given
        String name = Servers.created("alice", "Managed");
        String path = Servers.PATH + "/" + name;

        // when
        Servers.as(Tokens.ofAdmin()).get(Servers.PATH).then().body("$", hasKey(name));
        Servers.as(Tokens.ofAdmin()).get(path).then().statusCode(200).body("canEdit", equalTo(true));
        Servers.asNeighbour("carol")
                .queryParam("role", "ADMIN")
                .get("/internal/v1/servers/" + name)
                .then()
                .statusCode(404);

        // then
        Servers.as(Tokens.ofAdmin()).delete(path).then().statusCode(200);
        Servers.as(Tokens.of("alice")).get(path).then().statusCode(404);
    }

    private static String created(String token) {
        return Servers.as(token)
                .body(config("Of A Role"))
                .post(Servers.PATH)
                .then()
                .statusCode(201)
                .extract()
                .path("serverName");
    }

    private static Map<String, Object> config(String title) {
        return Map.of("config", Map.of("type", "streamable-http", "url", "https://a.example/mcp", "title", title));
    }
}
