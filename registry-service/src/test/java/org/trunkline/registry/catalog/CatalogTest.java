package org.trunkline.registry.catalog;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.Grants;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.capabilities.Roles;
import org.trunkline.registry.servers.Servers;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class CatalogTest {

    @Inject
    Grants grants;

    @Test
    void aServerAsTheOfficialRegistryDescribesIt() {
        String name = full("described");

        Catalogs.versions("described", name, "/latest")
                .statusCode(200)
                .contentType("application/json")
                .body(
                        "server.'$schema'",
                        equalTo("https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"))
                .body("server.name", equalTo("org.trunkline.local/" + name))
                .body("server.name", matchesPattern("^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$"))
                .body("server.title", equalTo("Of described"))
                .body("server.description.length()", equalTo(100))
                .body("server.version", equalTo("1.0.1"))
                .body("server.icons[0].src", equalTo("https://icons.example.com/one.png"))
                .body("server.packages", nullValue())
                .body("_meta.'io.modelcontextprotocol.registry/official'.status", equalTo("active"))
                .body("_meta.'io.modelcontextprotocol.registry/official'.isLatest", equalTo(true))
                .body(
                        "_meta.'io.modelcontextprotocol.registry/official'.updatedAt",
                        matchesPattern("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"))
                .body("_meta.'org.trunkline/server'.serverName", equalTo(name));
    }

    @Test
    void whoMayEditIsToldWhereItIsAndNoSecret() {
        String name = full("editor");

        Catalogs.versions("editor", name, "/latest")
                .body("server.remotes", hasSize(1))
                .body("server.remotes[0].type", equalTo("streamable-http"))
                .body("server.remotes[0].url", equalTo("https://editor.example.com/mcp"))
                .body(
                        "server.remotes[0].headers.find { it.name == 'Authorization' }.value",
                        equalTo("Bearer {MCP_API_KEY}"))
                .body(
                        "server.remotes[0].headers.find { it.name == 'Authorization' }.variables.MCP_API_KEY.isSecret",
                        equalTo(true))
                .body("server.remotes[0].headers.find { it.name == 'X-Literal' }.isSecret", equalTo(true))
                .body("server.remotes[0].headers.find { it.name == 'X-Literal' }.value", nullValue())
                .body("_meta.'org.trunkline/server'.canEdit", equalTo(true))
                .body(not(containsString("literal-secret")));
    }

    @Test
    void whoMayOnlyViewIsToldWhatItIsForAndAStrangerNothing() {
        // given
        String name = full("leaker");
        ObjectId id = new ObjectId((String) Servers.as(Tokens.of("leaker"))
                .get(Servers.PATH + "/" + name)
                .then()
                .extract()
                .path("dbId"));
        grants.user("leak-viewer", id, Permission.VIEW.bit());

        // then
        Catalogs.versions("leak-viewer", name, "/latest")
                .statusCode(200)
                .body("server.title", equalTo("Of leaker"))
                .body("server.remotes", nullValue())
                .body("_meta.'org.trunkline/server'.canEdit", equalTo(false))
                .body(not(containsString("leaker.example.com")))
                .body(not(containsString("X-Literal")));
        list("leak-viewer", "search=" + name)
                .body("servers", hasSize(1))
                .body(not(containsString("leaker.example.com")));
        for (String rest : List.of("", "/latest", "/1.0.1")) {
            Catalogs.versions("leak-stranger", name, rest).statusCode(404).body("error", equalTo("Server not found"));
        }
        assertEquals(
                problem(Catalogs.versions("leak-stranger", "there-is-none", "")),
                problem(Catalogs.versions("leak-stranger", name, "")));
        list("leak-stranger", "search=" + name).body("servers", hasSize(0)).body("metadata.count", equalTo(0));
        list("leak-stranger", "limit=100").body("servers.server.name", not(hasItem(Catalogs.NAMESPACE + name)));
    }

    @Test
    void declaredServersAreThereWithoutTheirAddress() {
        Catalogs.versions("anyone", "weather", "/latest")
                .body("server.title", equalTo("Weather"))
                .body("server.version", startsWith("1.0.0+"))
                .body("server.remotes", nullValue())
                .body("_meta.'org.trunkline/server'.source", equalTo("yaml"))
                .body(not(containsString("weather.example")))
                .body(not(containsString("operators-key")));
    }

    @Test
    void versionsAreTheLatestOnly() {
        String name = Servers.created("versioner", "Versioned");
        Servers.replace(
                        "versioner",
                        name,
                        Map.of("type", "streamable-http", "url", "https://b.example/mcp", "title", "Versioned"),
                        null)
                .statusCode(200);

        Catalogs.versions("versioner", name, "")
                .statusCode(200)
                .body("metadata.count", equalTo(1))
                .body("servers.server.version", equalTo(List.of("1.0.2")));
        Catalogs.versions("versioner", name, "/1.0.2").statusCode(200);
        Catalogs.versions("versioner", name, "/1.0.1").statusCode(404);
        Catalogs.versions(
                        "versioner",
                        "weather",
                        "/"
                                + encoded(Catalogs.versions("versioner", "weather", "/latest")
                                        .extract()
                                        .path("server.version")))
                .statusCode(200);
        list("versioner", "version=1.0.2&search=versioned").body("servers", hasSize(1));
        list("versioner", "version=1.0.1&search=versioned").body("servers", hasSize(0));
        list("versioner", "version=latest&search=versioned").body("servers", hasSize(1));
    }

    @Test
    void pagesVisitEveryServerOnce() {
        // given
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            created.add(Catalogs.NAMESPACE + Servers.created("pager", "Paged " + i));
        }

        // when
        List<String> visited = new ArrayList<>();
        String cursor = "";
        do {
            ValidatableResponse page = list("pager", "limit=3&search=paged" + cursor);
            visited.addAll(page.extract().path("servers.server.name"));
            page.body(
                    "metadata.count",
                    equalTo(page.extract().<List<?>>path("servers").size()));
            String next = page.extract().path("metadata.nextCursor");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());

        // then
        assertEquals(created.reversed(), visited);
    }

    @Test
    void whatChangedSince() {
        Servers.created("since", "Before Then");
        Instant then = Instant.ofEpochMilli(Servers.as(Tokens.of("since"))
                .get(Servers.PATH + "/" + Servers.created("since", "After Then"))
                .then()
                .extract()
                .<Long>path("updatedAt"));

        list("since", "search=then&updated_since=" + then).body("servers.server.title", equalTo(List.of("After Then")));
        list("since", "search=then&limit=1&updated_since=" + then.minusSeconds(3600))
                .body("servers", hasSize(1))
                .body("metadata.nextCursor", not(nullValue()));
        list("since", "search=then&updated_since=" + then.plusSeconds(60)).body("servers", hasSize(0));
    }

    @Test
    void theWholeNameIsSearched() {
        String name = Servers.created("searcher", "Sought After");

        list("searcher", "search=SOUGHT-a").body("servers.server.name", equalTo(List.of(Catalogs.NAMESPACE + name)));
        list("searcher", "search=" + encoded("org.trunkline.local/sought-after"))
                .body("servers", hasSize(1));
        list("searcher", "search=trunkline.LOCAL").body("servers.server.name", hasItem(Catalogs.NAMESPACE + name));
        list("searcher", "search=org.elsewhere").body("servers", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource({"limit=many, limit", "cursor=nonsense, cursor", "updated_since=yesterday, updated_since"})
    void parametersThatCannotBeRead(String query, String field) {
        list("erring", query, 400).body("errors[0].path[0]", equalTo(field)).body("error", not(nullValue()));
    }

    @Test
    void namesOfOtherFormsAreNotFound() {
        Catalogs.as("anyone").get(Catalogs.PATH + "/weather/versions").then().statusCode(404);
        Catalogs.as("anyone")
                .get(Catalogs.PATH + "/com.other%2Fweather/versions")
                .then()
                .statusCode(404);
        Catalogs.as("anyone").get(Catalogs.PATH + "/%2F/versions").then().statusCode(404);
    }

    @Test
    void itNeedsATokenAndTheCapability() {
        given().get(Catalogs.PATH).then().statusCode(401);
        Roles.set("OUTSIDER", Map.of("USE", false));
        Servers.as(Roles.token("outsider", "OUTSIDER"))
                .get(Catalogs.PATH)
                .then()
                .statusCode(403);
    }

    /** Creates a server that has all there is to leak. */
    private static String full(String user) {
        return Servers.create(
                        user,
                        Map.of(
                                "type",
                                "streamable-http",
                                "title",
                                "Of " + user,
                                "description",
                                "d".repeat(150),
                                "iconPath",
                                "https://icons.example.com/one.png",
                                "url",
                                "https://" + user + ".example.com/mcp",
                                "headers",
                                Map.of("X-Literal", "literal-secret"),
                                "apiKey",
                                Map.of("source", "user", "authorization_type", "bearer")))
                .statusCode(201)
                .extract()
                .path("serverName");
    }

    private static ValidatableResponse list(String user, String query) {
        return list(user, query, 200);
    }

    private static ValidatableResponse list(String user, String query, int status) {
        return Catalogs.as(user).get(Catalogs.PATH + "?" + query).then().statusCode(status);
    }

    private static Map<String, ?> problem(ValidatableResponse answer) {
        Map<String, Object> problem = new HashMap<>(answer.extract().<Map<String, ?>>path("$"));
        problem.remove("instance");
        return problem;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
