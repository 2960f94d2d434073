package org.trunkline.connection.transports;

import java.util.concurrent.atomic.AtomicReference;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.transports.ScriptedServer.HELLO;
import static org.trunkline.connection.transports.ScriptedServer.answer;
import static org.trunkline.connection.transports.ScriptedServer.json;

@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class RedirectTest {

    private final AtomicReference<String> credential = new AtomicReference<>("none seen");
    private ScriptedServer server;
    private ScriptedServer other;

    @BeforeEach
    void startServers() {
        registry().reset();
        server = new ScriptedServer();
        other = new ScriptedServer();
        registry()
                .declare(
                        "moved",
                        "{'type':'http','url':'" + server.url() + "','headers':{'X-Key':'secret'},"
                                + "'requiresOAuth':false}");
        other.on("tools/call", (request, message) -> {
            credential.set(request.getHeader("X-Key"));
            json(request.response(), answer(message, HELLO));
        });
    }

    @AfterEach
    void stopServers() {
        server.close();
        other.close();
    }

    @Test
    void aRedirectThatKeepsMethodAndBodyIsFollowed() {
        server.on("tools/call", (request, message) -> {
            if (request.path().equals("/moved")) {
                credential.set(request.getHeader("X-Key"));
                json(request.response(), answer(message, HELLO));
            } else {
                redirect(request.response(), 308, "/moved");
            }
        });

        call().statusCode(200).body("content[0].text", equalTo("hello"));
        assertEquals("secret", credential.get());
    }

    @Test
    void aRedirectToAnotherOriginTakesNoCredentialWithIt() {
        server.on("tools/call", (request, message) -> redirect(request.response(), 307, other.url()));

        call().statusCode(200).body("content[0].text", equalTo("hello"));
        assertNull(credential.get());
    }

    @Test
    void aRedirectToWhereTheGuardForbidsIsRefused() {
        server.on("tools/call", (request, message) -> redirect(request.response(), 307, "http://10.0.0.1/mcp"));

        call().statusCode(403).body("type", equalTo("urn:trunkline:problem:target-not-allowed"));
    }

    @Test
    void anEndlessRedirectEnds() {
        server.on("tools/call", (request, message) -> redirect(request.response(), 307, "/mcp"));

        call().statusCode(502).body("message", containsString("a redirect that is not followed"));
        assertEquals(6, server.received("tools/call").size());
    }

    @Test
    void aRedirectThatMayLoseTheBodyIsNotFollowed() {
        server.on("tools/call", (request, message) -> redirect(request.response(), 302, other.url()));

        call().statusCode(502).body("message", containsString("HTTP 302"));
        assertEquals("none seen", credential.get());
    }

    private static void redirect(io.vertx.core.http.HttpServerResponse response, int status, String location) {
        response.setStatusCode(status).putHeader("Location", location).end();
    }

    private static ValidatableResponse call() {
        return as("alice").body("{}").post("/api/mcp/moved/tools/echo/call").then();
    }
}
