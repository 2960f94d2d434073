package org.trunkline.oauth.discovery;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.oauth.testbed.CaseServers;
import org.trunkline.oauth.testbed.OauthTestBed;
import org.trunkline.oauth.testbed.ScriptedServer.Answer;
import org.trunkline.oauth.testbed.ScriptedServer.Request;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class DetectionCasesTest {

    static Stream<Case> cases() {
        return CaseFiles.of("oauth_detection");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void detectsAsLibreChatDoes(Case example) {
        try (CaseServers servers = new CaseServers(example.input().path("routes"))) {
            detect(servers.real(example.input().path("serverUrl").asText()))
                    .statusCode(200)
                    .body(
                            "requiresOAuth",
                            equalTo(example.expect().path("requiresOAuth").asBoolean()))
                    .body("method", equalTo(example.expect().path("method").asText()));

            assertEquals(
                    texts(example.expect().path("requests")),
                    servers.named("RS").requests().stream().map(Request::line).toList());
        }
    }

    @Test
    void aServerThatDoesNotAnswerWantsNoSignIn() {
        detect("http://127.0.0.1:1/mcp").statusCode(200).body("requiresOAuth", equalTo(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.0.0.1/mcp", "http://169.254.169.254/latest", "https://elsewhere.example/mcp"})
    void asksNobodyWhomTheGuardForbids(String url) {
        detect(url).statusCode(403);
    }

    @Test
    void ignoresAHintAtAPrivateAddress() {
        JsonNode none = CaseFiles.document("oauth_detection").path("none");
        try (CaseServers servers = new CaseServers(none)) {
            servers.named("RS")
                    .on(
                            "* /mcp",
                            request -> new Answer(
                                    401,
                                    Map.of(
                                            "WWW-Authenticate",
                                            "Basic, Bearer resource_metadata=\"http://10.0.0.1/m\", scope=\"a\""),
                                    null));

            detect(servers.real("{{RS}}/mcp"))
                    .body("requiresOAuth", equalTo(true))
                    .body("method", equalTo("401-challenge-metadata"));
        }
    }

    @Test
    void wantsAUrlAndAServicesToken() {
        detect("nonsense").statusCode(400).body("errors[0].path[0]", equalTo("url"));
        OauthTestBed.as("alice")
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/internal/v1/detections")
                .then()
                .statusCode(401);
    }

    private static ValidatableResponse detect(String url) {
        return RestAssured.given()
                .auth()
                .oauth2(OauthTestBed.identity().serviceToken("registry-service"))
                .contentType(ContentType.JSON)
                .body("{\"url\":\"" + url + "\"}")
                .post("/internal/v1/detections")
                .then();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
