package org.trunkline.registry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.servers.Servers;
import org.trunkline.telemetry.Scrape;
import org.trunkline.tool.ToolDefinition;
import org.trunkline.tool.ToolReport;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The service as it is shipped, as a jar or natively: what reflection could have lost is there. */
@QuarkusIntegrationTest
@WithTestResource(RegistryTestBed.class)
class RegistryIT {

    @Test
    void keepsAServerFromItsCreationToItsEnd() {
        // given
        Map<String, Object> config = Map.of(
                "type", "streamable-http",
                "url", "https://a.example/mcp",
                "title", "Smoke",
                "headers", Map.of("Authorization", "clear-header"),
                "apiKey", Map.of("source", "user", "authorization_type", "custom"));

        // when
        String name = Servers.create("alice", config)
                .statusCode(201)
                .body("url", equalTo("https://a.example/mcp"))
                .body(not(containsString("clear-header")))
                .extract()
                .path("serverName");

        // then
        String path = Servers.PATH + "/" + name;
        String alice = Tokens.of("alice");
        Servers.as(alice).get(path).then().statusCode(200).body("customUserVars", hasKey("MCP_API_KEY"));
        Servers.as(alice).get(Servers.PATH).then().body("$", hasKey(name)).body("$", hasKey("weather"));
        Servers.as(Tokens.of("bob")).get(path).then().statusCode(404);
        Servers.asNeighbour("alice")
                .get("/internal/v1/servers/" + name)
                .then()
                .statusCode(200)
                .body("config.headers.Authorization", equalTo("clear-header"))
                .body("permissions", equalTo(15));
        String tag = Servers.as(alice).get(path).header("ETag");
        Servers.as(alice).header("If-None-Match", tag).get(path).then().statusCode(304);
        Servers.replace("alice", name, Map.of("url", "https://b.example/sse", "title", "Smoked"), tag)
                .statusCode(200)
                .body("title", equalTo("Smoked"));
        Servers.replace("alice", name, Map.of("url", "https://c.example/sse"), tag)
                .statusCode(412)
                .body("current.url", equalTo("https://b.example/sse"))
                .body("current.source", equalTo("user"));
        Servers.as(alice)
                .queryParam("limit", 10)
                .get(Servers.PATH)
                .then()
                .statusCode(200)
                .body("data.serverName", hasItem(name))
                .body("has_more", equalTo(false));
        Servers.as(alice)
                .delete(path)
                .then()
                .statusCode(200)
                .body("message", equalTo("MCP server deleted successfully"));
        Servers.as(alice).get(path).then().statusCode(404);
    }

    @Test
    void sharesAServer() {
        // given
        String name = Servers.created("alice", "Shared");
        String id = Servers.as(Tokens.ofAdmin()).get(Servers.PATH + "/" + name).path("dbId");
        String path = "/api/permissions/mcpServer/" + id;
        Servers.as(Tokens.ofAdmin())
                .body(List.of(Map.of("id", "bob", "displayName", "Bob", "emails", List.of(Map.of("value", "b@c.d")))))
                .put("/api/admin/directory/users")
                .then()
                .statusCode(200)
                .body("imported", equalTo(1));

        // when
        Servers.as(Tokens.ofAdmin())
                .body(Map.of(
                        "updated", List.of(Map.of("type", "user", "id", "bob", "accessRoleId", "mcpServer_viewer"))))
                .put(path)
                .then()
                .statusCode(200)
                .body("results.principals[0].name", equalTo("Bob"));

        // then
        Servers.as(Tokens.ofAdmin())
                .get(path)
                .then()
                .statusCode(200)
                .body("principals.find { it.id == 'bob' }.email", equalTo("b@c.d"));
        Servers.as(Tokens.of("bob")).get(Servers.PATH + "/" + name).then().statusCode(200);
        Servers.as(Tokens.ofAdmin())
                .get(path + "/explain?user=bob")
                .then()
                .statusCode(200)
                .body("permissions[0].allowed", equalTo(true));
        Servers.as(Tokens.ofAdmin())
                .get("/api/permissions/search-principals?q=bob")
                .then()
                .statusCode(200)
                .body("results[0].type", equalTo("user"));
        Servers.as(Tokens.ofAdmin())
                .body(Map.of("SHARE_PUBLIC", false))
                .put("/api/roles/USER/mcp-servers")
                .then()
                .statusCode(200)
                .body("permissions.MCP_SERVERS.USE", equalTo(true));
    }

    @Test
    void inspectsServersAndPinsTheirTools() {
        Map<String, Object> config = Map.of(
                "url", "https://a.example/mcp", "pinTools", true, "toolPolicy", Map.of("deny", List.of("delete_*")));
        String name = Servers.create("alice", config)
                .statusCode(201)
                .body("tools", equalTo("echo"))
                .body("toolPolicy.deny[0]", equalTo("delete_*"))
                .extract()
                .path("serverName");
        String path = "/internal/v1/servers/" + name;
        String revision = Servers.asNeighbour("alice").get(path).path("revision");

        for (String said : List.of("One thing", "Another")) {
            ToolDefinition tool = new ToolDefinition("echo", null, said, null, null, null);
            Servers.asNeighbour("alice")
                    .contentType("application/json")
                    .body(new ToolReport(revision, List.of(tool)))
                    .post(path + "/tools")
                    .then()
                    .statusCode(200);
        }

        String quarantine = Servers.PATH + "/" + name + "/tools/";
        String hash = Servers.as(Tokens.of("alice"))
                .get(quarantine + "quarantine")
                .then()
                .statusCode(200)
                .body("[0].pinned.definition.description", equalTo("One thing"))
                .body("[0].differs[0]", equalTo("description"))
                .extract()
                .path("[0].offered.hash");
        Servers.as(Tokens.of("alice"))
                .body(Map.of("hash", hash))
                .post(quarantine + "echo/accept")
                .then()
                .statusCode(200);
        Servers.asNeighbour("alice").get(path).then().body("pins.echo", equalTo(hash));
    }

    @Test
    void keepsAnAudit() {
        // given
        String name = Servers.created("alice", "Audited");
        String id =
                Servers.as(Tokens.of("alice")).get(Servers.PATH + "/" + name).path("dbId");

        // when
        Servers.as(Tokens.ofAdmin())
                .body(Map.of("public", true))
                .put("/api/permissions/mcpServer/" + id)
                .then()
                .statusCode(200);
        Servers.as(Tokens.of("alice")).delete(Servers.PATH + "/" + name).then().statusCode(200);

        // then
        Servers.as(Tokens.ofAdmin())
                .get("/api/admin/audit?server=" + id)
                .then()
                .statusCode(200)
                .body("data.action", contains("server.deleted", "permissions.changed", "server.created"))
                .body("data.resource.name", everyItem(equalTo(name)))
                .body("data.actor.id", contains("alice", "carol", "alice"))
                .body("data[1].after.grants[0].type", equalTo("public"))
                .body("data[2].after.title", equalTo("Audited"));
        Servers.as(Tokens.ofAdmin())
                .get("/api/admin/audit/export?server=" + id)
                .then()
                .statusCode(200)
                .body(containsString("\"after\":{\"grants\":[{\"type\":\"public\""));
    }

    @Test
    void saysWhatIsWrong() {
        Servers.create("alice", Map.of("url", "ftp://a.example", "oauth", Map.of("scope", 5)))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.size()", equalTo(2))
                .body("errors[0].code", equalTo("invalid_type"))
                .body("errors[0].path[1]", equalTo("scope"))
                .body("errors[1].message", equalTo("WebSocket URL must use ws:// or wss://"));
        given().get(Servers.PATH).then().statusCode(401).body("message", equalTo("Unauthorized"));
    }

    @Test
    void readsDeclaredServers() {
        Servers.as(Tokens.ofAdmin())
                .get("/api/admin/declared-servers")
                .then()
                .statusCode(200)
                .body("servers[0]", equalTo("weather"))
                .body("faults.size()", equalTo(0));
        Servers.as(Tokens.of("bob"))
                .get(Servers.PATH + "/weather")
                .then()
                .statusCode(200)
                .body("source", equalTo("yaml"))
                .body("url", nullValue());
    }

    @Test
    void importsExportsAndListsServers() {
        String bob = Tokens.of("bob");
        String file = "mcpServers:\n  Imported:\n    type: sse\n    url: https://a.example/sse\n    headers:\n"
                + "      X-Key: Bearer ${KEY}\n  local:\n    command: npx\n    args: []\n";
        for (String outcome : List.of("create", "unchanged")) {
            given().auth()
                    .oauth2(bob)
                    .contentType("application/yaml")
                    .body(file.getBytes(StandardCharsets.UTF_8))
                    .post(Servers.PATH + "/import")
                    .then()
                    .statusCode(200)
                    .body("servers.outcome", equalTo(List.of(outcome, "refused")))
                    .body("servers[1].errors[0].path[0]", equalTo("command"));
        }
        for (String format : List.of("librechat", "claude")) {
            String exported = Servers.as(bob)
                    .queryParam("format", format)
                    .get(Servers.PATH + "/export")
                    .asString();
            assertTrue(exported.contains("https://a.example/sse"), exported);
        }
        Servers.as(bob)
                .get("/v0.1/servers?search=imported")
                .then()
                .statusCode(200)
                .body("servers[0].server.remotes[0].headers[0].value", equalTo("Bearer {KEY}"))
                .body("metadata.count", equalTo(1));
        Servers.as(bob)
                .body(Map.of("name", "a/b"))
                .post(Servers.PATH + "/import/catalog")
                .then()
                .statusCode(400);
        Servers.as(bob)
                .body(Map.of("registry", "official", "name", "a/b"))
                .post(Servers.PATH + "/import/catalog")
                .then()
                .statusCode(404)
                .body("message", containsString("'official'"));
    }

    @Test
    void tellsMetrics() {
        Servers.as(Tokens.of("alice")).get(Servers.PATH).then().statusCode(200);

        assertTrue(Scrape.of(given().accept(Scrape.FORMAT).get("/q/metrics").asString())
                        .sum("http_server_request_duration_seconds", Map.of("http_response_status_code", "200"))
                > 0);
    }

    @Test
    void isReady() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }
}
