package org.trunkline.connection.sessions;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** Servers whose configuration refers to the request that a call belongs to. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class RequestSessionsTest {

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
        registry()
                .declare(
                        "chat",
                        "{'type':'streamable-http','url':'" + server.url()
                                + "','headers':{'X-Chat':'{{LIBRECHAT_BODY_CONVERSATIONID}}',"
                                + "'X-Message':'{{LIBRECHAT_BODY_MESSAGEID}}'}}");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aSessionIsOpenedForEachRequestAndClosedWithIt() {
        call("{\"conversationId\": \"c1\", \"messageId\": \"m1\"}").statusCode(200);
        assertEquals("c1", server.greeted().get("X-Chat"));
        assertEquals("m1", server.greeted().get("X-Message"));

        call("{\"conversationId\": \"c1\", \"messageId\": \"m2\"}").statusCode(200);
        assertEquals("m2", server.greeted().get("X-Message"));

        assertEquals(2, server.opened());
        await().atMost(10, SECONDS).until(() -> server.closed() == 2);
        as("alice").get("/api/mcp/connection/sessions").then().body("sessions.server", not(hasItem("chat")));
    }

    @Test
    void aSessionThatFailsItsRequestIsClosedToo() {
        server.failCalls(500);

        call("{\"conversationId\": \"c1\", \"messageId\": \"m1\"}").statusCode(502);

        await().atMost(10, SECONDS).until(() -> server.closed() == 1);
    }

    @Test
    void withoutWhatItRefersToNothingIsOpened() {
        String missing = "Request body field(s) required to resolve runtime MCP placeholders: ";

        call("{}").statusCode(400).body("message", equalTo(missing + "conversationId, messageId"));
        call("{\"conversationId\": \"c1\", \"messageId\": \" \"}")
                .statusCode(400)
                .body("message", equalTo(missing + "messageId"));

        assertEquals(0, server.requests());
    }

    @Test
    void headersOfRequestsAreFilledForEach() {
        registry()
                .declare(
                        "filled",
                        "{'type':'streamable-http','url':'" + server.url() + "','headers':{'X-Kept':'k','X-Who':'h'},"
                                + "'requestHeaders':{'X-Who':'{{LIBRECHAT_USER_ID}}'}}");

        call("filled", "{}").statusCode(200);
        call("filled", "{}").statusCode(200);

        assertEquals(1, server.opened());
        assertEquals("k", server.lastHeaders().get("X-Kept"));
        assertEquals("alice", server.lastHeaders().get("X-Who"));
    }

    @Test
    void headersOfRequestsMayReferToTheRequest() {
        registry()
                .declare(
                        "chat",
                        "{'type':'streamable-http','url':'" + server.url()
                                + "','requestHeaders':{'X-Chat':'{{LIBRECHAT_BODY_CONVERSATIONID}}'}}");

        call("{\"conversationId\": \"c1\"}").statusCode(200);
        assertEquals("c1", server.lastHeaders().get("X-Chat"));
        call("{}").statusCode(200);
        assertEquals("", server.lastHeaders().get("X-Chat"));
    }

    private static ValidatableResponse call(String request) {
        return call("chat", request);
    }

    private static ValidatableResponse call(String name, String request) {
        return as("alice")
                .body("{\"arguments\": {}, \"request\": " + request + "}")
                .post("/api/mcp/" + name + "/tools/echo/call")
                .then();
    }
}
