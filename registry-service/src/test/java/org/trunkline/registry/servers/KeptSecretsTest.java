package org.trunkline.registry.servers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.registry.RegistryTestBed;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class KeptSecretsTest {

    private static final String REENTER =
            "Re-enter oauth.client_secret when changing OAuth credential binding fields: ";
    private static final Map<String, Object> OAUTH = Map.of(
            "client_id", "client",
            "authorization_url", "https://as.example/a",
            "token_url", "https://as.example/t",
            "scope", "read");

    @Inject
    ManagedServers servers;

    @Test
    void keepsWhatIsLeftOut() {
        // given
        String name = created();

        // when
        replace(name, with("title", "Renamed")).statusCode(200).body("oauth.client_secret", nullValue());

        // then
        assertStored(name, "config.oauth.client_secret", equalTo("clear-secret"));
        assertStored(name, "config.apiKey.key", equalTo("clear-key"));
        assertStored(name, "config.title", equalTo("Renamed"));
    }

    @Test
    void keepsTheSecretWhenWhatItIsBoundToStays() {
        String name = created();

        replace(name, with("oauth", oauthWith("scope", "read write"))).statusCode(200);

        assertStored(name, "config.oauth.client_secret", equalTo("clear-secret"));
        assertStored(name, "config.oauth.scope", equalTo("read write"));
    }

    @Test
    void countsAnEmptySecretAsLeftOut() {
        String name = created();

        replace(name, with("oauth", oauthWith("client_secret", ""))).statusCode(200);

        assertStored(name, "config.oauth.client_secret", equalTo("clear-secret"));
    }

    @Test
    void takesANewSecret() {
        String name = created();

        replace(name, with("oauth", oauthWith("client_secret", "clear-new"))).statusCode(200);

        assertStored(name, "config.oauth.client_secret", equalTo("clear-new"));
        assertNothingInClear(name);
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, other",
        "authorization_url, https://other.example/a",
        "token_url, https://other.example/t",
        "token_exchange_method, basic_auth_header",
        "revocation_endpoint, https://other.example/r"
    })
    void wantsTheSecretAgainWhenItWouldGoElsewhere(String field, String value) {
        // given
        String name = created();

        // when
        replace(name, with("oauth", oauthWith(field, value)))
                .statusCode(400)
                .contentType("application/problem+json")
                .body("error", equalTo("MCP_OAUTH_SECRET_REENTRY_REQUIRED"))
                .body("message", equalTo(REENTER + "oauth." + field))
                .body("errors[0].path[1]", equalTo("client_secret"));

        // then
        assertEquals(1, servers.named(name).orElseThrow().revision);
        assertStored(name, "config.oauth.client_secret", equalTo("clear-secret"));
    }

    @Test
    void namesAllFieldsThatBindTheSecret() {
        Map<String, Object> oauth = new HashMap<>(oauthWith("token_endpoint_auth_methods_supported", List.of("none")));
        oauth.put("revocation_endpoint_auth_methods_supported", List.of("none"));
        Map<String, Object> config = with("oauth", oauth);
        config.put("url", "https://other.example/mcp");

        replace(created(), config)
                .statusCode(400)
                .body(
                        "message",
                        equalTo(REENTER + "url, oauth.token_endpoint_auth_methods_supported,"
                                + " oauth.revocation_endpoint_auth_methods_supported"));
    }

    @Test
    void letsGoOfTheSecretWithItsClient() {
        // given
        String name = created();
        Map<String, Object> config = with("title", "Open");
        config.remove("oauth");
        config.remove("apiKey");

        // when
        replace(name, config).statusCode(200);

        // then
        assertStored(name, "config.oauth", nullValue());
        assertStored(name, "config.apiKey", nullValue());
        replace(name, with("title", "Again")).statusCode(200);
        assertStored(name, "config.oauth.client_secret", nullValue());
        assertStored(name, "config.apiKey.key", nullValue());
    }

    @Test
    void doesNotSendTheKeyToAnotherPlaceThanItWasEnteredFor() {
        // given
        String name = Servers.create(
                        "alice",
                        Map.of(
                                "type",
                                "streamable-http",
                                "url",
                                "https://a.example/mcp",
                                "apiKey",
                                Map.of("source", "admin", "authorization_type", "bearer", "key", "clear-key")))
                .statusCode(201)
                .extract()
                .path("serverName");
        Map<String, Object> elsewhere = new HashMap<>(Map.of(
                "type",
                "streamable-http",
                "url",
                "https://thief.example/mcp",
                "apiKey",
                Map.of("source", "admin", "authorization_type", "bearer")));

        // then
        replace(name, elsewhere)
                .statusCode(400)
                .body("error", equalTo("MCP_API_KEY_REENTRY_REQUIRED"))
                .body("errors[0].path", equalTo(List.of("apiKey", "key")));
        elsewhere.put("apiKey", Map.of("source", "admin", "authorization_type", "bearer", "key", "another-key"));
        replace(name, elsewhere).statusCode(200);
        assertStored(name, "config.apiKey.key", equalTo("another-key"));
    }

    @Test
    void doesNotMakeTheKeyOfAllTheKeyOfAUser() {
        String name = created();

        replace(name, with("apiKey", Map.of("source", "user", "authorization_type", "bearer")))
                .statusCode(200);

        assertStored(name, "config.apiKey.key", nullValue());
        assertStored(name, "config.headers.Authorization", equalTo("Bearer {{MCP_API_KEY}}"));
    }

    @Test
    void storesNothingInClear() {
        String name = created();

        replace(name, with("headers", Map.of("X-New", "clear-header", "X.dotted", "clear-dotted", "$oid", "clear-oid")))
                .statusCode(200);

        assertNothingInClear(name);
        assertStored(name, "config.headers.X-New", equalTo("clear-header"));
        assertStored(name, "config.headers.'X.dotted'", equalTo("clear-dotted"));
        assertStored(name, "config.headers.'$oid'", equalTo("clear-oid"));
    }

    private static String created() {
        Map<String, Object> config = with("oauth", oauthWith("client_secret", "clear-secret"));
        config.put("apiKey", Map.of("source", "admin", "authorization_type", "bearer", "key", "clear-key"));
        return Servers.create("alice", config).statusCode(201).extract().path("serverName");
    }

    /** A configuration without its secrets, as somebody sends it who has read it. */
    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "type", "streamable-http",
                "url", "https://a.example/mcp",
                "title", "Kept",
                "oauth", OAUTH,
                "apiKey", Map.of("source", "admin", "authorization_type", "bearer")));
        config.put(field, value);
        return config;
    }

    private static Map<String, Object> oauthWith(String field, Object value) {
        Map<String, Object> oauth = new HashMap<>(OAUTH);
        oauth.put(field, value);
        return oauth;
    }

    private static ValidatableResponse replace(String name, Map<String, ?> config) {
        return Servers.replace("alice", name, config, null);
    }

    private static void assertStored(String name, String member, Matcher<?> expected) {
        Servers.asNeighbour("alice")
                .get("/internal/v1/servers/" + name)
                .then()
                .statusCode(200)
                .body(member, expected);
    }

    private void assertNothingInClear(String name) {
        String dump = servers.named(name).orElseThrow().config.toString();
        assertFalse(dump.contains("clear-"), dump);
    }
}
