package org.trunkline.oauth.grants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.credential.CredentialRequest;
import org.trunkline.oauth.grants.RotatingProvider.Answer;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.oauth.testbed.OauthTestBed.registry;

/** What the platform's own client gets on behalf of users: tokens for {@code obo} servers and for Microsoft Graph. */
@QuarkusTest
@TestProfile(OnBehalfOfTest.WithClient.class)
@QuarkusTestResource(OauthTestBed.class)
class OnBehalfOfTest {

    /** A platform that has a client at its users' identity provider. */
    public static class WithClient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            Object port = System.getProperties().computeIfAbsent(PORT, unset -> Integer.toString(freePort()));
            return Map.of(
                    "trunkline.obo.token-url",
                    "http://127.0.0.1:" + port + "/token",
                    "trunkline.obo.client-id",
                    "platform",
                    "trunkline.obo.client-secret",
                    "platforms-secret");
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final String PORT = "trunkline.test.obo-port";
    private static final String URL = "'type':'http','url':'http://127.0.0.1:1/mcp'";
    private static final String GRAPH = "{{LIBRECHAT_GRAPH_ACCESS_TOKEN}}";

    /** {@code {"alg":"none"}.{}.x}: what is exchanged is not looked into. */
    private static final String USER_TOKEN = "eyJhbGciOiJFUzI1NiJ9.e30.eA";

    private final String user = UUID.randomUUID().toString();
    private RotatingProvider provider;

    @BeforeEach
    void start() {
        registry().reset();
        provider = new RotatingProvider(Integer.getInteger(PORT));
        provider.behave(request -> Answer.of(
                200,
                "{'access_token':'for " + request.form().get("scope") + "','token_type':'Bearer','expires_in':3600}"));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void anOboServerGetsATokenOfTheScopesOfItsBlock() {
        registry().declare("files", "{" + URL + ",'obo':{'scopes':'api://files/.default'}}");

        credential("files")
                .body("state", equalTo("authorized"))
                .body("accessToken", equalTo("for api://files/.default"));

        Map<String, String> form = provider.requests().getFirst().form();
        assertEquals("on_behalf_of", form.get("requested_token_use"));
        assertEquals(USER_TOKEN, form.get("assertion"));
        assertEquals("platform", form.get("client_id"));
        assertEquals("platforms-secret", form.get("client_secret"));
    }

    @Test
    void serversThatReferToMicrosoftGraphGetOneToken() {
        registry().declare("mail", "{" + URL + ",'headers':{'X-Graph':'" + GRAPH + "'}}");
        registry().declare("calendar", "{" + URL + ",'requestHeaders':{'X-Graph':'" + GRAPH + "'}}");
        String token = "for https://graph.microsoft.com/.default";

        credential("mail")
                .body("state", equalTo("not_required"))
                .body("accessToken", nullValue())
                .body("userValues.LIBRECHAT_GRAPH_ACCESS_TOKEN", equalTo(token));
        credential("calendar").body("userValues.LIBRECHAT_GRAPH_ACCESS_TOKEN", equalTo(token));

        assertEquals(1, provider.requests().size());
    }

    @Test
    void withoutATokenForMicrosoftGraphNothingIsSent() {
        registry().declare("mail", "{" + URL + ",'headers':{'X-Graph':'" + GRAPH + "'}}");
        provider.behave(request -> Answer.of(400, "{'error':'interaction_required'}"));

        credential("mail")
                .body("state", equalTo("error"))
                .body("reason", containsString("Microsoft Graph"))
                .body("reason", containsString("interaction_required"));
    }

    @Test
    void aManagedServerGetsNone() {
        registry().manage(user, "own", "{" + URL + ",'headers':{'X-Graph':'" + GRAPH + "'}}");

        credential("own").body("userValues", anEmptyMap());

        assertEquals(0, provider.requests().size());
    }

    private ValidatableResponse credential(String server) {
        return RestAssured.given()
                .auth()
                .oauth2(OauthTestBed.identity().serviceToken("connection-service"))
                .contentType(ContentType.JSON)
                .body(new CredentialRequest(user, "USER", Set.of(), server, true, USER_TOKEN))
                .post("/internal/v1/credentials")
                .then()
                .statusCode(200);
    }
}
