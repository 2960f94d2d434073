package org.trunkline.registry.servers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.Grants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * What LibreChat answers on {@code /api/mcp/servers} and {@code /api/permissions}; a case that is met otherwise, or
 * elsewhere, says why. The groups that are not here are other services'.
 */
@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class HttpContractTest {

    private static final String LIST = "GET /api/mcp/servers | -";
    private static final String CREATE = "POST /api/mcp/servers {config ok, title \"My Tool\"} | reachable";
    private static final String REPLACE_UNALLOWED = "PATCH /api/mcp/servers/srv | VIEW only";
    private static final String READ_UNSEEN = "GET /api/mcp/servers/srv | no VIEW bit";
    private static final String ROLES = "GET /api/permissions/mcpServer/roles | -";
    private static final Set<String> GROUPS = Set.of("servers", "perm");

    private static final Map<String, String> ELSEWHERE = Map.of(
            "POST /api/mcp/servers {config:{type:\"streamable-http\",url:\"http://127.0.0.1:9/mcp\",title:\"X\"}}"
                    + " | no allow lists",
            "tested by OutboundUrlsTest",
            "POST /api/mcp/servers {config with obo} | role lacks CONFIGURE_OBO",
            "tested by the capabilities' tests",
            "POST /api/mcp/servers | role lacks CREATE",
            "tested by the capabilities' tests");

    private static final Map<String, String> PLACEHOLDERS = Map.of(
            "<url>", "https://a\\.example/mcp",
            "<epoch ms>", "[0-9]{13}",
            "<24 hex>", "[0-9a-f]{24}",
            "<json string>", "\\{\"tools\":\\{}}",
            "<comma list>", "echo",
            "<map>", "\\{\"echo_mcp_my-tool.*",
            "<ms>", "[0-9]+");

    private final ObjectMapper json = new ObjectMapper();

    @Inject
    ManagedServers servers;

    @Inject
    Grants grants;

    static Stream<Case> cases() {
        return CaseFiles.of("http_contract")
                .filter(example -> GROUPS.contains(example.whole().path("group").asText()))
                .filter(example -> !ELSEWHERE.containsKey(situation(example)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsLibreChat(Case example) throws JsonProcessingException {
        Response answer = switch (situation(example)) {
            case LIST -> Servers.as(Tokens.of("alice")).get(Servers.PATH);
            case CREATE -> Servers.create("alice", config("My Tool")).extract().response();
            case REPLACE_UNALLOWED ->
                Servers.replace("bob", seenBy("bob", 1), config("Mine"), null)
                        .extract()
                        .response();
            case READ_UNSEEN -> Servers.as(Tokens.of("bob")).get(Servers.PATH + "/" + seenBy("bob", 0));
            case ROLES -> Servers.as(Tokens.of("alice")).get("/api/permissions/mcpServer/roles");
            default -> abort("a situation that is not staged here: " + situation(example));
        };

        if (situation(example).equals(READ_UNSEEN)) {
            assertEquals(404, answer.statusCode(), "nobody learns of a server that they do not see");
        } else {
            assertMet(example.expect(), answer);
        }
    }

    private void assertMet(JsonNode expected, Response answer) throws JsonProcessingException {
        assertEquals(expected.path("status").asInt(), answer.statusCode());
        JsonNode body = json.readTree(answer.asString());
        if (expected.path("json").isArray()) {
            assertEquals(expected.path("json").size(), body.size());
            for (int i = 0; i < body.size(); i++) {
                assertMembers(expected.path("json").get(i), body.get(i));
            }
        } else {
            assertTrue(body.isObject());
            assertMembers(expected.path("json"), body);
        }
    }

    private static void assertMembers(JsonNode expected, JsonNode body) {
        expected.properties().forEach(member -> {
            String text = member.getValue().asText();
            String pattern = PLACEHOLDERS.getOrDefault(text, text);
            // another test may have taken the name first
            String suffix = member.getKey().equals("serverName") ? "(-[0-9]+)?" : "";
            JsonNode value = body.path(member.getKey());
            String told = value.isObject() ? value.toString() : value.asText();
            assertTrue(told.matches(pattern + suffix), () -> member + ": " + told);
        });
    }

    /** A server of alice's on which a user has bits. */
    private String seenBy(String user, int bits) {
        String name = Servers.created("alice", "Contract");
        grants.user(user, servers.named(name).orElseThrow().id, bits);
        return name;
    }

    private static Map<String, String> config(String title) {
        return Map.of("type", "streamable-http", "url", "https://a.example/mcp", "title", title);
    }

    private static String situation(Case example) {
        return String.join(
                " | ",
                List.of(
                        example.whole().path("request").asText(),
                        example.whole().path("given").asText()));
    }
}
