package org.trunkline.oauth.flows;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.credential.PendingFlow;
import org.trunkline.oauth.testbed.Browser;
import org.trunkline.oauth.testbed.CaseServers;
import org.trunkline.oauth.testbed.OauthTestBed;
import org.trunkline.oauth.testbed.Orders;
import org.trunkline.oauth.testbed.ScriptedServer.Request;
import org.trunkline.problem.Problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.oauth.testbed.OauthTestBed.as;

/** From a server's URL to its tokens, request by request, as it was measured of LibreChat. */
@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class DiscoveryFlowCasesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Refused here, with a part of the reason. */
    private static final Map<String, String> REFUSED = Map.of(
            // the issue: exact issuer (RFC 8414 section 3.3); the metadata at the origin is another issuer's
            "disc-14", "No metadata is published by",
            // the issue and MCP 2025-11-25: refused without S256, unless configured
            "disc-20", "skip_code_challenge_check");

    /** MCP 2025-11-25, "Canonical Server URI": the resource is sent exactly as published, without a slash added. */
    private static final Set<String> RESOURCE_AS_PUBLISHED = Set.of("disc-6");

    /** We ask for the metadata of public clients' servers too: it tells the issuer that the callback must name. */
    private static final Set<String> ASKS_MORE = Set.of("disc-30", "disc-31");

    @Inject
    Flows flows;

    static Stream<Case> cases() {
        return CaseFiles.of("oauth_discovery_flow");
    }

    @BeforeEach
    void forget() {
        flows.forgetServer("srv");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void goesTheWayOfLibreChat(Case example) throws JsonProcessingException {
        try (CaseServers servers = new CaseServers(example.input().path("routes"))) {
            String config = config(example.input(), servers);
            String refusal = REFUSED.getOrDefault(
                    example.id(),
                    refusal(servers.real(example.expect().path("error").asText(""))));
            if (!refusal.isEmpty()) {
                String message = assertThrows(Problem.class, () -> flows.start(Orders.of("alice", "srv", config)))
                        .getMessage();
                assertTrue(message.contains(refusal), message);
                return;
            }

            PendingFlow flow = flows.start(Orders.of("alice", "srv", config));
            List<String> asked = asked(servers);
            Response initiated = initiate(flow);
            URI authorize = URI.create(initiated.header("Location"));
            Map<String, String> query = parameters(authorize.getRawQuery());
            as("alice")
                    .redirects()
                    .follow(false)
                    .cookies(initiated.getCookies())
                    .queryParams("code", "CODE1", "state", query.get("state"))
                    .get("/api/mcp/srv/oauth/callback");

            assertAuthorizes(example, servers, authorize, query);
            assertAsks(example, servers, asked);
            assertRegisters(example, servers);
            assertExchanges(example, servers);
        }
    }

    /** What is said of a refusal, without the words around it. */
    private static String refusal(String error) {
        return error.replace("[MCPOAuth] ", "").replaceFirst(" \\(RFC 9728.*", "");
    }

    private static String config(JsonNode input, CaseServers servers) throws JsonProcessingException {
        ObjectNode config = JSON.createObjectNode();
        config.put("type", "streamable-http").put("url", input.path("serverUrl").asText());
        config.set("oauth", input.path("oauth").isNull() ? null : input.path("oauth"));
        config.set("oauth_headers", input.path("oauth_headers").isNull() ? null : input.path("oauth_headers"));
        return servers.real(JSON.writeValueAsString(config));
    }

    private static void assertAuthorizes(Case example, CaseServers servers, URI authorize, Map<String, String> query) {
        Map<String, String> expected = texts(example.expect().path("authorize").path("params"), servers);
        if (RESOURCE_AS_PUBLISHED.contains(example.id())) {
            expected.computeIfPresent("resource", (name, value) -> value.replaceFirst("/$", ""));
        }
        assertEquals(43, query.remove("state").length());
        assertEquals(43, query.remove("code_challenge").length());
        assertEquals(expected, query);
        assertEquals(
                servers.real(example.expect().path("authorize").path("endpoint").asText()),
                authorize.toString().replaceFirst("\\?.*", ""));
    }

    private static void assertAsks(Case example, CaseServers servers, List<String> asked) {
        List<String> expected = stream(example.expect().path("requests"))
                .map(request -> request.path("server").asText() + " "
                        + request.path("method").asText() + " "
                        + request.path("path").asText())
                .toList();
        if (ASKS_MORE.contains(example.id())) {
            assertEquals(expected, asked.subList(0, expected.size()));
            assertTrue(asked.stream().skip(expected.size()).allMatch(line -> line.startsWith("AS GET /.well-known/")));
        } else {
            assertEquals(expected, asked);
        }
    }

    /** Besides what LibreChat sends we say who we are and what kind of application (MCP 2026-07-28). */
    private static void assertRegisters(Case example, CaseServers servers) throws JsonProcessingException {
        for (JsonNode request : example.expect().path("requests")) {
            if (request.path("path").asText().equals("/register")) {
                Request sent = servers.named(request.path("server").asText())
                        .requests("POST /register")
                        .getFirst();
                ObjectNode body = (ObjectNode) JSON.readTree(sent.body());
                assertEquals("web", body.remove("application_type").asText());
                assertEquals("Trunkline", body.remove("client_name").asText());
                ObjectNode expected = request.path("body").deepCopy();
                expected.remove("client_name");
                assertEquals(sorted(expected), sorted(body));
            }
        }
    }

    private static void assertExchanges(Case example, CaseServers servers) {
        JsonNode expected = example.expect().path("tokenRequest");
        Request sent = servers.named(expected.path("server").asText())
                .requests("POST " + expected.path("path").asText())
                .getFirst();
        Map<String, String> form = parameters(sent.body());
        Map<String, String> expectedForm = texts(expected.path("form"), servers);
        if (RESOURCE_AS_PUBLISHED.contains(example.id())) {
            expectedForm.computeIfPresent("resource", (name, value) -> value.replaceFirst("/$", ""));
        }
        assertEquals(43, form.remove("code_verifier").length());
        assertEquals(expectedForm, form);
        assertEquals(expected.path("authorization").asText(null), sent.headers().get("authorization"));
    }

    private static List<String> asked(CaseServers servers) {
        List<String> lines = new ArrayList<>();
        servers.named("RS").requests().forEach(request -> lines.add("RS " + request.line()));
        servers.named("AS").requests().forEach(request -> lines.add("AS " + request.line()));
        return lines;
    }

    private static Response initiate(PendingFlow flow) {
        return Browser.initiate("alice", flow);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        URLUtils.parseParameters(query).forEach((name, values) -> parameters.put(name, values.getFirst()));
        return parameters;
    }

    private static Map<String, String> texts(JsonNode object, CaseServers servers) {
        Map<String, String> texts = new HashMap<>();
        object.properties()
                .forEach(field ->
                        texts.put(field.getKey(), servers.real(field.getValue().asText())));
        return texts;
    }

    /** The order of grants means nothing. */
    private static Map<String, Set<String>> sorted(ObjectNode registration) {
        Map<String, Set<String>> sorted = new TreeMap<>();
        registration
                .properties()
                .forEach(field -> sorted.put(
                        field.getKey(),
                        field.getValue().isArray()
                                ? Set.copyOf(stream(field.getValue())
                                        .map(JsonNode::asText)
                                        .toList())
                                : Set.of(field.getValue().asText())));
        return sorted;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
