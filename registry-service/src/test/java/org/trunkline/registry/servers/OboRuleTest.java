package org.trunkline.registry.servers;

import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.capabilities.Roles;

import static org.hamcrest.Matchers.equalTo;

/** Olga may configure {@code obo}; alice, who owns the server, may not any more. */
@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class OboRuleTest {

    private static final Map<String, ?> CONFIG = Map.of(
            "type",
            "streamable-http",
            "url",
            "https://a.example/mcp",
            "title",
            "On behalf",
            "headers",
            Map.of("X-Key", "secret"),
            "apiKey",
            Map.of("source", "admin", "authorization_type", "custom", "key", "secret"),
            "obo",
            Map.of("scopes", "api"));

    @BeforeEach
    void prepare() {
        Roles.set("OBO_RULE", Map.of("CONFIGURE_OBO", true));
    }

    @Test
    void letsWhoMayNotConfigureItChangeLooks() {
        String name = created();
        Map<String, Object> looks = new HashMap<>(CONFIG);
        looks.putAll(Map.of("title", "Other", "description", "New", "iconPath", "/new.png"));
        looks.remove("headers");
        looks.put("apiKey", Map.of("source", "admin", "authorization_type", "custom"));

        replace(name, looks).statusCode(200).body("title", equalTo("Other")).body("obo.scopes", equalTo("api"));

        Servers.asNeighbour("alice")
                .get("/internal/v1/servers/" + name)
                .then()
                .body("config.headers.X-Key", equalTo("secret"))
                .body("config.apiKey.key", equalTo("secret"))
                .body("config.iconPath", equalTo("/new.png"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "headers", "apiKey", "obo", "type", "oauth"})
    void letsThemChangeNothingElse(String field) {
        // given
        String name = created();
        Map<String, Object> more = new HashMap<>(CONFIG);
        more.put("title", "Other");
        switch (field) {
            case "url" -> more.put("url", "https://b.example/mcp");
            case "headers" -> more.put("headers", Map.of("X-Key", "other"));
            case "apiKey" -> more.remove("apiKey");
            case "obo" -> more.remove("obo");
            case "type" -> more.put("type", "sse");
            default -> more.put("oauth", Map.of("scope", "all"));
        }

        // then
        refused(replace(name, more));
        Servers.as(Tokens.of("alice")).get(Servers.PATH + "/" + name).then().body("title", equalTo("On behalf"));
    }

    @Test
    void letsThemAddNone() {
        String name = Servers.created("alice", "Plain");

        refused(replace(name, CONFIG));
        Servers.as(Roles.token("alice", "OBO_RULE"))
                .body(Map.of("config", CONFIG))
                .patch(Servers.PATH + "/" + name)
                .then()
                .statusCode(200)
                .body("obo.scopes", equalTo("api"));
    }

    private static String created() {
        return Servers.as(Roles.token("alice", "OBO_RULE"))
                .body(Map.of("config", CONFIG))
                .post(Servers.PATH)
                .then()
                .statusCode(201)
                .extract()
                .path("serverName");
    }

    private static ValidatableResponse replace(String name, Map<String, ?> config) {
        return Servers.replace("alice", name, config, null);
    }

    private static void refused(ValidatableResponse answer) {
        answer.statusCode(403).body("message", equalTo("Forbidden: Insufficient permissions to configure OBO"));
    }
}
