package org.trunkline.registry.catalog;

import java.util.List;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.neighbours.StubNeighbour.Answer;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class CatalogImportTest {

    private static final String PATH = "/api/mcp/servers/import/catalog";

    private static final Map<String, ?> CRM = Map.of(
            "$schema", ServerJson.SCHEMA,
            "name", "com.example/crm",
            "title", "CRM (cloud)",
            "description", "Customers",
            "version", "2.1.0",
            "remotes",
                    List.of(
                            Map.of("type", "sse", "url", "https://crm.example.com/sse"),
                            Map.of(
                                    "type",
                                    "streamable-http",
                                    "url",
                                    "https://{tenant_id}.{region}.example.com/mcp",
                                    "variables",
                                    Map.of(
                                            "tenant_id", Map.of("description", "Your tenant", "isRequired", true),
                                            "region", Map.of("default", "eu", "choices", List.of("eu", "us"))),
                                    "headers",
                                    List.of(
                                            Map.of(
                                                    "name", "Authorization",
                                                    "value", "Bearer {token}",
                                                    "variables",
                                                            Map.of(
                                                                    "token",
                                                                    Map.of(
                                                                            "description", "Made in your profile",
                                                                            "isRequired", true,
                                                                            "isSecret", true))),
                                            Map.of("name", "X-Org-Key", "isRequired", true, "isSecret", true),
                                            Map.of("name", "X-Trace", "description", "Optional")))));

    private static final Map<String, ?> PACKAGES = Map.of(
            "name", "io.github.example/weather-mcp",
            "description", "Weather",
            "version", "0.5.0",
            "packages",
                    List.of(Map.of(
                            "registryType",
                            "pypi",
                            "identifier",
                            "weather-mcp-server",
                            "version",
                            "0.5.0",
                            "transport",
                            Map.of("type", "stdio"),
                            "packageArguments",
                            List.of(Map.of("type", "positional", "value", "serve")),
                            "environmentVariables",
                            List.of(
                                    Map.of("name", "WEATHER_API_KEY", "isRequired", true, "isSecret", true),
                                    Map.of("name", "WEATHER_UNITS", "default", "celsius")))));

    @AfterEach
    void forget() {
        RegistryTestBed.upstream().reset();
    }

    @Test
    void requiredInputsBecomeUsersValuesAndDefaultsStand() {
        String name = imported("crm", Map.of("server", CRM))
                .statusCode(200)
                .body("format", equalTo("server.json"))
                .body("servers[0].outcome", equalTo("create"))
                .body("servers[0].leftOut", hasItem("headers.X-Trace"))
                .extract()
                .path("servers[0].serverName");

        Servers.asNeighbour("crm")
                .get("/internal/v1/servers/" + name)
                .then()
                .body("name", equalTo("crm-cloud"))
                .body("config.type", equalTo("streamable-http"))
                .body("config.title", equalTo("CRM cloud"))
                .body("config.description", equalTo("Customers"))
                .body("config.url", equalTo("https://{{TENANT_ID}}.eu.example.com/mcp"))
                .body("config.headers.Authorization", equalTo("Bearer {{TOKEN}}"))
                .body("config.headers.X-Org-Key", equalTo("{{X_ORG_KEY}}"))
                .body("config.customUserVars.TOKEN.description", equalTo("Made in your profile"))
                .body("config.customUserVars.TOKEN.sensitive", equalTo(true))
                .body("config.customUserVars.TENANT_ID.sensitive", equalTo(false));
        imported("crm", Map.of("server", CRM)).body("servers[0].outcome", equalTo("unchanged"));
    }

    @Test
    void givenValuesAreEveryones() {
        Map<String, ?> values = Map.of("tenant_id", "acme", "region", "us", "X-Trace", "on");

        dryRun("valued", Map.of("server", CRM, "values", values))
                .body("servers[0].changes.find { it.field == 'url' }.after", equalTo("https://acme.us.example.com/mcp"))
                .body("servers[0].changes.find { it.field == 'headers.X-Trace' }.secret", equalTo(true));
        dryRun("valued", Map.of("server", CRM, "ask", List.of("X-Trace", "region")))
                .body("servers[0].changes.find { it.field == 'headers.X-Trace' }.after", equalTo("{{X_TRACE}}"))
                .body("servers[0].changes.field", hasItem("customUserVars.REGION.title"));
        dryRun("valued", Map.of("server", CRM, "values", Map.of("region", "mars")))
                .statusCode(400)
                .body("message", containsString("eu, us"));
    }

    @Test
    void everyonesSecretDoesNotGoWhereAUsersValueSays() {
        dryRun("steered", Map.of("server", CRM, "values", Map.of("X-Org-Key", "everyones")))
                .body("servers[0].outcome", equalTo("refused"))
                .body("servers[0].errors[0].path", equalTo(List.of("url")));
    }

    @Test
    void packagesAreForOperators() {
        dryRun("packer", Map.of("server", PACKAGES))
                .statusCode(403)
                .body("message", containsString("Only operators may declare stdio servers"));
        asAdmin(PACKAGES)
                .statusCode(200)
                .body("servers[0].outcome", equalTo("refused"))
                .body("servers[0].declare", equalTo("""
                        mcpServers:
                          weather-mcp:
                            type: stdio
                            description: Weather
                            command: uvx
                            args:
                            - weather-mcp-server@0.5.0
                            - serve
                            env:
                              WEATHER_API_KEY: ${WEATHER_API_KEY}
                              WEATHER_UNITS: celsius
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "npm|@example/mcp|1.0.2|command: npx|@example/mcp@1.0.2",
                "oci|ghcr.io/example/mcp|1.0.2|command: docker|- ghcr.io/example/mcp:1.0.2",
                "nuget|Example.Mcp|1.0.2|command: dnx|- Example.Mcp@1.0.2",
            })
    void howPackagesOfEachKindAreRun(String type, String identifier, String version, String command, String args) {
        asAdmin(Map.of(
                        "name",
                        "com.example/pack",
                        "packages",
                        List.of(Map.of("registryType", type, "identifier", identifier, "version", version))))
                .body("servers[0].declare", containsString(command))
                .body("servers[0].declare", containsString(args));
    }

    @Test
    void aServerOfAConfiguredRegistry() {
        // given
        RegistryTestBed.upstream()
                .on("GET", "/v0.1/servers/", request -> new Answer(200, Map.of("server", CRM, "_meta", Map.of())));

        // when
        imported("upstreamer", Map.of("registry", "official", "name", "com.example/crm", "version", "2.1.0+b1"))
                .statusCode(200)
                .body("servers[0].outcome", equalTo("create"));

        // then
        assertEquals(
                "/v0.1/servers/com.example%2Fcrm/versions/2.1.0%2Bb1",
                RegistryTestBed.upstream().requests().getFirst().uri().toString());
        assertEquals(false, RegistryTestBed.upstream().requests().getFirst().authorized());
    }

    @Test
    void theLatestVersionUnlessOneIsNamed() {
        fetched("com.example/other").statusCode(404).body("message", containsString("'official'"));

        assertEquals(
                "/v0.1/servers/com.example%2Fother/versions/latest",
                RegistryTestBed.upstream().requests().getFirst().uri().toString());
    }

    @Test
    void registriesThatDoNotAnswerAsRegistries() {
        for (Answer answer : List.of(
                new Answer(500, null),
                new Answer(302, null),
                new Answer(200, "no object"),
                new Answer(200, Map.of("server", List.of())),
                new Answer(200, Map.of("server", Map.of("name", "a/b", "remotes", "no list"))),
                new Answer(200, Map.of("server", Map.of("name", "a/b", "description", "x".repeat(70_000)))))) {
            RegistryTestBed.upstream().on("GET", "/", request -> answer);

            fetched("a/b")
                    .statusCode(502)
                    .body("type", equalTo("urn:trunkline:problem:upstream-unreachable"))
                    .body("registry", equalTo("official"));
        }
        dryRun("fetcher", Map.of("registry", "gone", "name", "a/b")).statusCode(502);
    }

    @Test
    void requestsGoOnlyWhereTheOperatorAllows() {
        dryRun("fetcher", Map.of("registry", "private", "name", "a/b"))
                .statusCode(403)
                .body(not(containsString("127.0.0.1")));
        dryRun("fetcher", Map.of("registry", "https://elsewhere.example", "name", "a/b"))
                .statusCode(400)
                .body("errors[0].path[0]", equalTo("registry"));
        dryRun("fetcher", Map.of("name", "a/b")).statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "[]",
                "{\"server\": {\"description\": \"nameless\"}}",
                "{\"server\": 7}",
                "{\"server\": {\"name\": \"a/b\", \"remotes\": {}}}",
                "{\"server\": {\"name\": \"a/b\", \"remotes\": [{\"type\": \"sse\"}]}}",
                "{\"server\": {\"name\": \"a/b\", \"remotes\": [{\"type\": \"sse\", \"url\": \"https://a.example/\", \"headers\": [{}]}]}}",
                "{\"server\": {\"name\": \"a/b\", \"remotes\": [{\"type\": \"sse\", \"url\": \"https://a.example/\", \"headers\": [null]}]}}",
                "{\"name\": \"a/b\", \"server\": {\"name\": \"a/b\"}}",
            })
    void requestsThatCannotBeRead(String body) {
        Servers.as(Tokens.of("erring"))
                .body(body)
                .post(PATH)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/mcp", "https://${HOST}/mcp", "file:///etc/passwd", "ws://a.example/mcp"})
    void hostileRemotes(String url) {
        dryRun(
                        "hostile",
                        Map.of(
                                "server",
                                Map.of(
                                        "name",
                                        "a/b",
                                        "remotes",
                                        List.of(Map.of("type", "streamable-http", "url", url)))))
                .statusCode(200)
                .body("servers[0].outcome", equalTo("refused"))
                .body("servers[0].errors[0].path", equalTo(List.of("url")));
    }

    private static ValidatableResponse fetched(String name) {
        return dryRun("fetcher", Map.of("registry", "official", "name", name));
    }

    private static ValidatableResponse imported(String user, Map<String, ?> request) {
        return Servers.as(Tokens.of(user)).body(request).post(PATH).then();
    }

    private static ValidatableResponse dryRun(String user, Map<String, ?> request) {
        return Servers.as(Tokens.of(user))
                .queryParam("dryRun", true)
                .body(request)
                .post(PATH)
                .then();
    }

    private static ValidatableResponse asAdmin(Map<String, ?> server) {
        return Servers.as(Tokens.ofAdmin())
                .queryParam("dryRun", true)
                .body(Map.of("server", server))
                .post(PATH)
                .then();
    }
}
