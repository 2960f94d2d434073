package org.trunkline.oauth.grants;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.oauth.clients.Client;
import org.trunkline.oauth.clients.ClientSource;
import org.trunkline.oauth.grants.RotatingProvider.Answer;
import org.trunkline.oauth.grants.RotatingProvider.Request;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The cases of {@code oauth_refresh}: the same requests and tokens. What LibreChat throws is a state here, so an
 * error's text is not compared.
 */
@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class RefreshCasesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NORMAL = """
            {"access_token":"AT1","token_type":"Bearer","expires_in":3600,"refresh_token":"RT1","scope":"r1 r2"}""";

    @Inject
    Grants grants;

    @Inject
    MongoClient database;

    private RotatingProvider provider;

    static Stream<Case> cases() {
        return CaseFiles.of("oauth_refresh");
    }

    @BeforeEach
    void start() {
        provider = new RotatingProvider();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refreshesAsMeasured(Case each) {
        String user = UUID.randomUUID().toString();
        JsonNode input = filled(each.input());
        JsonNode expect = filled(each.expect());
        JsonNode reply = input.path("tokenEndpointReplies").path(0);
        provider.behave(request -> reply.isObject()
                ? new Answer(
                        reply.path("status").asInt(),
                        Map.of(),
                        reply.path("body").toString())
                : new Answer(200, Map.of(), NORMAL));
        grants.store(
                user,
                "srv",
                GrantsTest.tokens("""
                {"access_token":"AT0","token_type":"Bearer","refresh_token":"%s"}""".formatted(input.path("refreshToken").asText())),
                origin(input));
        database.getDatabase("trunkline-oauth")
                .getCollection("grants")
                .updateOne(
                        new Document("user", user),
                        new Document(
                                "$set", new Document("expiresAt", Instant.now().minusSeconds(1))));

        GrantState state = grants.usable(order(user, input));

        assertState(expect, state);
        assertRequests(expect.path("requests"));
    }

    private static void assertState(JsonNode expect, GrantState state) {
        if (expect.has("error")) {
            assertInstanceOf(GrantState.Expired.class, state);
            return;
        }
        Grant grant = assertInstanceOf(GrantState.Usable.class, state).grant();
        JsonNode result = expect.path("result");
        assertEquals(result.path("access_token").asText(), grant.accessToken());
        Instant end = Instant.now().plusSeconds(result.path("expires_in").asLong());
        assertTrue(Duration.between(grant.expiresAt(), end).abs().toSeconds() < 30);
    }

    private void assertRequests(JsonNode expected) {
        assertEquals(expected.size(), provider.requests().size());
        for (int i = 0; i < expected.size(); i++) {
            Request sent = provider.requests().get(i);
            assertEquals(expected.get(i).path("path").asText(), sent.path());
            assertEquals(
                    expected.get(i).path("authorization").asText(""),
                    sent.headers().getOrDefault("authorization", ""));
            assertTrue(sent.headers()
                    .get("content-type")
                    .startsWith(expected.get(i).path("contentType").asText()));
            assertEquals(
                    JSON.convertValue(expected.get(i).path("body"), new TypeReference<TreeMap<String, String>>() {}),
                    new TreeMap<>(sent.form()));
        }
    }

    private GrantOrigin origin(JsonNode input) {
        JsonNode client = input.path("storedClient");
        JsonNode oauth = input.path("oauth");
        String issuer = provider.uri("").toString();
        return new GrantOrigin(
                input.path("storedServerUrl").asText(),
                issuer,
                URI.create(input.path("storedTokenEndpoint").asText()),
                null,
                null,
                new Client(
                        client.path("client_id").asText(),
                        text(client, "client_secret"),
                        text(client, "token_endpoint_auth_method"),
                        issuer,
                        input.path("clientSource").asText().equals("configured")
                                ? ClientSource.CONFIGURED
                                : ClientSource.REGISTERED),
                text(input, "resource"),
                text(oauth, "audience"),
                oauth.path("forward_audience_on_refresh").asBoolean(true),
                text(client, "scope"),
                null,
                null);
    }

    private static GrantOrder order(String user, JsonNode input) {
        String oauth = input.path("oauth").isObject() ? ",'oauth':" + input.path("oauth") : "";
        return Orders.of(
                user,
                "{'type':'streamable-http','url':'"
                        + input.path("currentServerUrl").asText() + "'" + oauth + "}",
                null);
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).isTextual() ? node.path(name).asText() : null;
    }

    private JsonNode filled(JsonNode node) {
        try {
            return JSON.readTree(node.toString()
                    .replace("{{AS}}", provider.uri("").toString())
                    .replace("{{RS}}", "http://127.0.0.1:1"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
