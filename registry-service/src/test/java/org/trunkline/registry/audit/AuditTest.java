package org.trunkline.registry.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.capabilities.Roles;
import org.trunkline.registry.servers.Servers;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class AuditTest {

    private static final Map<String, ?> WITH_SECRETS = config(
            "Vault",
            "https://hidden-user:hidden-password@a.example/mcp?key=hidden-parameter",
            Map.of("Authorization", "hidden-header", "X.dotted", "hidden-${dotted}"),
            "hidden-secret");

    @Test
    void tellsTheLifeOfAServer() {
        // given
        String name =
                Servers.create("alice", WITH_SECRETS).statusCode(201).extract().path("serverName");
        String id =
                Servers.as(Tokens.of("alice")).get(Servers.PATH + "/" + name).path("dbId");

        // when
        Servers.as(Tokens.of("alice"))
                .header("X-Request-Id", "request-5")
                .body(Map.of("config", changed()))
                .patch(Servers.PATH + "/" + name)
                .then()
                .statusCode(200);
        Servers.as(Tokens.ofAdmin()).delete(Servers.PATH + "/" + name).then().statusCode(200);

        // then
        List<JsonPath> told = Audit.of(id);
        assertEquals(List.of("server.created", "server.changed", "server.deleted"), Audit.actions(id));
        JsonPath created = told.getFirst();
        assertEquals("alice", created.getString("actor.id"));
        assertEquals("USER", created.getString("actor.role"));
        assertEquals(name, created.getString("resource.name"));
        assertEquals(1, created.getInt("revision"));
        assertNull(created.get("before"));
        assertEquals("https://a.example/mcp", created.getString("after.url"));
        assertEquals(
                List.of("Authorization", "X.dotted"),
                created.getList("after.headers").stream().sorted().toList());
        assertEquals(List.of("oauth.client_secret"), created.getList("after.secrets"));
        JsonPath changed = told.get(1);
        assertEquals(
                List.of("headers.Authorization", "headers.X.dotted", "oauth.client_secret", "title"),
                changed.getList("changed"));
        assertEquals("Vault", changed.getString("before.title"));
        assertEquals("Safe", changed.getString("after.title"));
        assertEquals("request-5", changed.getString("requestId"));
        assertEquals("127.0.0.1", changed.getString("clientAddress"));
        assertEquals(2, changed.getInt("revision"));
        assertEquals("carol", told.get(2).getString("actor.id"));
        assertEquals("Safe", told.get(2).getString("before.title"));
        assertNull(told.get(2).get("after"));
    }

    @Test
    void holdsNoSecret() {
        String name =
                Servers.create("alice", WITH_SECRETS).statusCode(201).extract().path("serverName");
        Servers.replace("alice", name, changed(), null).statusCode(200);
        Servers.as(Tokens.of("alice")).delete(Servers.PATH + "/" + name).then().statusCode(200);

        String all = Audit.exported("?server=" + name);

        assertEquals(3, all.lines().count());
        assertFalse(all.contains("hidden-"), all);
    }

    @Test
    void tellsWhoMayDoWhatNow() {
        // given
        String name = Servers.created("alice", "Told");
        String id =
                Servers.as(Tokens.of("alice")).get(Servers.PATH + "/" + name).path("dbId");
        Servers.as(Tokens.ofMember("bob", "told-group")).get(Servers.PATH);
        String path = "/api/permissions/mcpServer/" + id;
        Map<String, String> grant = Map.of("type", "group", "id", "told-group", "accessRoleId", "mcpServer_viewer");

        // when
        Servers.as(Tokens.ofAdmin())
                .body(Map.of("updated", List.of(grant)))
                .put(path)
                .then()
                .statusCode(200);
        Servers.as(Tokens.ofAdmin())
                .body(Map.of("updated", List.of(grant)))
                .put(path)
                .then()
                .statusCode(200);
        Servers.as(Tokens.ofAdmin())
                .body(Map.of("removed", List.of(grant), "public", true))
                .put(path)
                .then()
                .statusCode(200);

        Servers.as(Tokens.ofAdmin()).delete(Servers.PATH + "/" + name).then().statusCode(200);

        // then
        Audit.page("?action=permissions.changed&server=" + name)
                .body("data", hasSize(2))
                .body("data.actor.id", everyItem(equalTo("carol")))
                .body("data[1].before.grants", hasSize(0))
                .body("data[1].after.grants[0].id", equalTo("told-group"))
                .body("data[1].after.grants[0].accessRoleId", equalTo("mcpServer_viewer"))
                .body("data[0].before.grants.id", contains("told-group"))
                .body("data[0].after.grants.type", contains("public"))
                .body("data[0].revision", equalTo(1));
    }

    @Test
    void tellsWhatRolesMayDoNow() {
        Roles.set("TOLD", Map.of("SHARE", true));
        Roles.set("TOLD", Map.of("SHARE", true));
        Roles.set("TOLD", Map.of("SHARE", false, "USE", true));

        Audit.page("?action=capabilities.changed&actor=carol")
                .body("data.findAll { it.resource.name == 'TOLD' }", hasSize(2))
                .body("data.find { it.resource.name == 'TOLD' }.before", equalTo(Map.of("SHARE", true)))
                .body("data.find { it.resource.name == 'TOLD' }.after", equalTo(Map.of("SHARE", false, "USE", true)))
                .body("data.findAll { it.resource.name == 'TOLD' }[1].before", nullValue());
    }

    @Test
    void tellsOfImports() {
        Servers.as(Tokens.ofAdmin())
                .body(List.of(Map.of("id", "imported-1"), Map.of("id", "imported-2")))
                .put("/api/admin/directory/users")
                .then()
                .statusCode(200);
        Servers.as(Tokens.ofAdmin())
                .body(List.of(Map.of("id", "imported-3")))
                .put("/api/admin/directory/groups")
                .then()
                .statusCode(200);

        Audit.page("?action=directory.imported&limit=2")
                .body("data.resource.id", contains("groups", "users"))
                .body("data.after.imported", contains(1, 2))
                .body("data.after.ids", contains(List.of("imported-3"), List.of("imported-1", "imported-2")));
    }

    @Test
    void comesByPagesAndInTheOrderOfChanges() {
        // given
        String name = Servers.created("alice", "Pages");
        for (int i = 0; i < 6; i++) {
            Servers.replace("alice", name, config("Pages " + i, "https://a.example/mcp", Map.of(), "s"), null)
                    .statusCode(200);
        }

        // when
        List<Integer> revisions = new ArrayList<>();
        String after = "";
        do {
            JsonPath page = Audit.page("?limit=3&server=" + name + (after.isEmpty() ? "" : "&after=" + after))
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            revisions.addAll(page.getList("data.revision"));
            after = page.getString("after");
            assertEquals(after != null, page.getBoolean("has_more"));
        } while (after != null);

        // then
        assertEquals(List.of(7, 6, 5, 4, 3, 2, 1), revisions);
        assertEquals(
                List.of(1, 2, 3, 4, 5, 6, 7),
                Audit.of(name).stream().map(entry -> entry.getInt("revision")).toList());
    }

    @Test
    void filters() {
        String user = "user-" + UUID.randomUUID();
        String name = Servers.created(user, "Filtered");
        String at = Audit.page("?actor=" + user)
                .body("data", hasSize(1))
                .body("data[0].id", notNullValue())
                .extract()
                .path("data[0].at");

        Audit.page("?actor=" + user + "&from=" + at).body("data", hasSize(1));
        Audit.page("?actor=" + user + "&to=" + at).body("data", hasSize(0));
        Audit.page("?actor=" + user + "&action=server.deleted").body("data", hasSize(0));
        Audit.page("?actor=" + user + "&server=" + name).body("data", hasSize(1));
        Audit.page("?actor=" + user + "&server=other").body("data", hasSize(0));
        assertEquals(1, Audit.exported("?actor=" + user).lines().count());
    }

    @ParameterizedTest
    @CsvSource({"from,yesterday", "to,5", "action,server.eaten", "after,x", "limit,many"})
    void saysWhichParameterItCannotRead(String parameter, String value) {
        Audit.page("?" + parameter + "=" + value).statusCode(400).body("errors[0].path", contains(parameter));
    }

    @ParameterizedTest
    @CsvSource({"''", "/export"})
    void isForAdministrators(String path) {
        Servers.as(Tokens.of("alice"))
                .get(Audit.PATH + path)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("message", equalTo("Forbidden: Insufficient permissions"));
    }

    @Test
    void cannotBeChanged() {
        String id = Audit.page("?limit=1").extract().path("data[0].id");

        for (String path : List.of(Audit.PATH, Audit.PATH + "/" + id, Audit.PATH + "/export")) {
            for (String method : List.of("PUT", "PATCH", "DELETE", "POST")) {
                int status = Servers.as(Tokens.ofAdmin())
                        .body("{}")
                        .request(method, path)
                        .statusCode();
                assertTrue(status == 404 || status == 405, method + " " + path + ": " + status);
            }
        }
    }

    private static Map<String, ?> changed() {
        return config(
                "Safe",
                "https://hidden-user:hidden-password@a.example/mcp?key=hidden-parameter",
                Map.of("Authorization", "hidden-other"),
                "hidden-other");
    }

    private static Map<String, ?> config(String title, String url, Map<String, String> headers, String secret) {
        return Map.of(
                "type", "streamable-http",
                "url", url,
                "title", title,
                "headers", headers,
                "oauth",
                        Map.of(
                                "client_id", "client",
                                "client_secret", secret,
                                "authorization_url", "https://as.example/a",
                                "token_url", "https://as.example/t"));
    }
}
