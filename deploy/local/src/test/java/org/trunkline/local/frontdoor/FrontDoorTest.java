package org.trunkline.local.frontdoor;

import java.nio.file.Path;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.trunkline.local.Service;
import org.trunkline.local.identity.DemoIdentity;
import org.trunkline.local.loopback.LoopbackServer;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

class FrontDoorTest {

    /** Nothing ever listens on port 1 of a test machine. */
    private static final int NOBODY = 1;

    private static LoopbackServer connection;
    private static FrontDoor door;
    private static DemoIdentity identity;

    @BeforeAll
    static void open() {
        identity = DemoIdentity.start();
        connection = LoopbackServer.start(0, (vertx, port) -> FrontDoorTest::repeat);
        door = FrontDoor.open(
                0,
                Routes.read(Path.of("../routes.yaml")),
                service -> service == Service.CONNECTION ? connection.port() : NOBODY,
                identity,
                "welcome");
    }

    @AfterAll
    static void close() {
        door.close();
        connection.close();
        identity.close();
    }

    /** Answers with what it was sent. */
    private static void repeat(HttpServerRequest request) {
        Handler<Buffer> answer = body -> {
            JsonObject headers = new JsonObject();
            request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(), header.getValue()));
            request.response()
                    .setStatusCode(201)
                    .putHeader("Content-Type", "application/json")
                    .end(new JsonObject()
                            .put("method", request.method().name())
                            .put("uri", request.uri())
                            .put("headers", headers)
                            .put("body", body.toString())
                            .toBuffer());
        };
        request.body().onSuccess(answer);
    }

    @Test
    void handsARequestOnAsItIs() {
        given().header("Authorization", "Bearer t")
                .contentType("application/json")
                .body("{\"a\":1}")
                .urlEncodingEnabled(false)
                .post(url("/api/mcp/tools/call?q=a%20b&r=%2e%2e"))
                .then()
                .statusCode(201)
                .body("method", equalTo("POST"))
                .body("uri", equalTo("/api/mcp/tools/call?q=a%20b&r=%2e%2e"))
                .body("headers.authorization", equalTo("Bearer t"))
                .body("body", equalTo("{\"a\":1}"));
    }

    @Test
    void saysHowTheRequestCameAndBelievesNobodyElse() {
        given().header("X-Forwarded-For", "6.6.6.6")
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Prefix", "/evil")
                .header("Forwarded", "for=6.6.6.6")
                .get(url("/api/mcp/tools"))
                .then()
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"))
                .body("headers.x-forwarded-proto", equalTo("http"))
                .body("headers.x-forwarded-host", equalTo("localhost:" + door.port()))
                .body("headers.x-forwarded-port", equalTo(Integer.toString(door.port())))
                .body("headers.x-forwarded-prefix", nullValue())
                .body("headers.forwarded", nullValue());
    }

    @Test
    void namesTheServiceThatIsMissing() {
        given().get(url("/api/mcp/servers"))
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("type", equalTo("urn:trunkline:problem:neighbour-unavailable"))
                .body("title", equalTo("Service Unavailable"))
                .body("status", equalTo(503))
                .body("detail", containsString("registry-service"))
                .body("error", notNullValue())
                .body("message", containsString("registry-service"))
                .body("neighbour", equalTo("registry-service"));
    }

    @Test
    void namesTheServiceThatIsMissingWhenThereIsABody() {
        given().contentType("application/json")
                .body("{\"config\":{}}")
                .post(url("/api/mcp/servers"))
                .then()
                .statusCode(503)
                .body("neighbour", equalTo("registry-service"));
    }

    @Test
    void whatIsNotRoutedIsNotFound() {
        for (String path : new String[] {"/internal/v1/servers", "/q/health", "/api/mcp/%2e%2e/%2e%2e/internal"}) {
            given().urlEncodingEnabled(false)
                    .get(url(path))
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("type", equalTo("urn:trunkline:problem:not-found"))
                    .body("status", equalTo(404));
        }
    }

    @Test
    void showsTheIdentityProvider() {
        given().get(url("/demo/.well-known/openid-configuration"))
                .then()
                .statusCode(200)
                .body("issuer", equalTo(identity.issuer()));
    }

    @Test
    void welcomesWhoeverLooks() {
        given().get(url("/")).then().statusCode(200).contentType("text/plain").body(equalTo("welcome"));
    }

    private static String url(String path) {
        return "http://localhost:" + door.port() + path;
    }
}
