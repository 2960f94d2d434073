package org.trunkline.registry.servers;

import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class OutboundUrlsTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:9/mcp, http://127.0.0.1:9",
        "http://user:secret@127.1:80/mcp?key=secret, http://127.0.0.1",
        "https://[::1]:3000/mcp, https://[::1]:3000",
        "http://localhost:3000/mcp, http://localhost:3000",
        "http://metadata.google.internal/, http://metadata.google.internal",
    })
    void aPrivateUrlIsRefusedAndNothingIsStored(String url, String origin) {
        refused(Map.of("type", "streamable-http", "url", url, "title", "Refused"), origin);

        Servers.as(Tokens.of("alice")).get(Servers.PATH).then().body("$", not(hasKey("refused")));
    }

    @ParameterizedTest
    @CsvSource({"authorization_url", "token_url", "revocation_endpoint"})
    void aPrivateOAuthEndpointIsRefused(String endpoint) {
        Map<String, Object> oauth = Map.of(endpoint, "https://169.254.169.254/token");

        refused(
                Map.of("type", "sse", "url", "https://a.example/mcp", "title", "Refused", "oauth", oauth),
                "https://169.254.169.254");
    }

    @Test
    void placeholdersAreJudgedWhenTheyAreFilled() {
        Map<String, Object> variables = Map.of("HOST", Map.of("title", "Host", "description", "d"));

        Servers.create(
                        "alice",
                        Map.of(
                                "type",
                                "streamable-http",
                                "url",
                                "https://{{HOST}}/mcp",
                                "title",
                                "Filled Later",
                                "customUserVars",
                                variables))
                .statusCode(201);
    }

    private static ValidatableResponse refused(Map<String, Object> config, String origin) {
        return Servers.create("alice", config)
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:trunkline:problem:target-not-allowed"))
                .body("error", equalTo("MCP_DOMAIN_NOT_ALLOWED"))
                .body("message", equalTo("Domain \"" + origin + "\" is not allowed"));
    }
}
