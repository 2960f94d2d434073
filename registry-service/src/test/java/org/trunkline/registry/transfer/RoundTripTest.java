package org.trunkline.registry.transfer;

import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.Grants;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.servers.Servers;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class RoundTripTest {

    private static final String OWNER = "exporter";
    private static boolean prepared;

    @Inject
    Grants grants;

    @BeforeEach
    void servers() {
        if (prepared) {
            return;
        }
        prepared = true;
        Files.imported(OWNER, Files.text("claude_code.mcp.json"));
        Files.imported(OWNER, Files.text("librechat.yaml"));
        Servers.create(
                        OWNER,
                        Map.of(
                                "type", "streamable-http",
                                "title", "Keyed",
                                "description", "has all the secrets",
                                "iconPath", "https://keyed.example.com/icon.png",
                                "url", "https://keyed.example.com/mcp",
                                "headers",
                                        Map.of("X-Literal", "literal-secret", "X-With_Dots.And-More", "other-secret"),
                                "apiKey", Map.of("source", "admin", "authorization_type", "bearer", "key", "sk-secret"),
                                "oauth",
                                        Map.of(
                                                "client_id", "id",
                                                "client_secret", "oauth-secret",
                                                "authorization_url", "https://as.example.com/authorize",
                                                "token_url", "https://as.example.com/token")))
                .statusCode(201);
        Servers.create(OWNER, Map.of("type", "websocket", "title", "Socket", "url", "wss://socket.example.com/mcp"))
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"librechat", "claude", "cursor", "smithery"})
    void whatIsExportedHasNoSecretAndChangesNothingWhenItIsImported(String format) {
        String file = Files.exported(OWNER, format);

        assertThat(file, allOf(not(containsString("-secret")), not(containsString("blue"))));
        assertThat(file, containsString("MCP_SECRET_KEYED_HEADERS_X_LITERAL"));
        assertThat(file, containsString("https://keyed.example.com/mcp"));
        Files.imported(OWNER, file)
                .statusCode(200)
                .body("servers.errors.flatten().findAll { it != null }", equalTo(List.of()))
                .body("servers.outcome", everyItem(is("unchanged")));
    }

    @Test
    void eachToolsWayOfReferringToVariables() {
        assertThat(Files.exported(OWNER, "claude"), containsString("\"Bearer ${API_KEY}\""));
        assertThat(Files.exported(OWNER, "cursor"), containsString("\"Bearer ${env:API_KEY}\""));
        assertThat(Files.exported(OWNER, "librechat"), containsString("Bearer {{API_KEY}}"));
    }

    @Test
    void whatIsLeftOutIsNamedWithTheReason() {
        assertThat(
                Files.exported(OWNER, "claude"),
                allOf(
                        containsString("_leftOut"),
                        containsString("claude has no WebSocket servers"),
                        containsString("it is declared by the operator")));
        assertThat(Files.exported(OWNER, "librechat"), containsString("# left out: weather: it is declared"));
    }

    @Test
    void aViewerIsToldTheNameOnly() {
        Map<String, ?> server = Servers.as(Tokens.of(OWNER))
                .get(Servers.PATH + "/keyed")
                .then()
                .extract()
                .path("$");
        grants.user("onlooker", new ObjectId((String) server.get("dbId")), Permission.VIEW.bit());

        for (String format : List.of("librechat", "claude", "cursor", "smithery")) {
            String file = Files.exported("onlooker", format);
            assertThat(file, containsString("keyed"));
            assertThat(file, containsString("only those who may edit it know its URL"));
            assertThat(file, not(containsString("keyed.example.com")));
            assertThat(file, not(containsString("X-Literal")));
        }
        assertThat(Files.exported("nobody-special", "claude"), not(containsString("keyed")));
    }

    @Test
    void aKeptHeaderDoesNotMoveToAnotherUrl() {
        Servers.create(
                "header-mover",
                Map.of(
                        "type",
                        "streamable-http",
                        "title",
                        "Held",
                        "url",
                        "https://held.example.com/mcp",
                        "headers",
                        Map.of("X-Key", "held-secret")));
        String file = Files.exported("header-mover", "claude").replace("held.example.com", "thief.example.com");

        Files.imported("header-mover", file)
                .body("servers[0].outcome", equalTo("refused"))
                .body("servers[0].errors[0].path", equalTo(List.of("headers", "X-Key")));
    }

    @Test
    void whoHasNoSuchServerIsAskedForTheSecret() {
        String file = Files.exported(OWNER, "cursor");

        Files.imported("newcomer", file)
                .body("servers.find { it.name == 'keyed' }.outcome", equalTo("create"))
                .body(
                        "servers.find { it.name == 'keyed' }.changes.find { it.field == 'headers.X-Literal' }.after",
                        equalTo("{{MCP_SECRET_KEYED_HEADERS_X_LITERAL}}"));
    }
}
