package org.trunkline.connection.tools;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** Calls whose connection breaks after they were sent. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class HarmlessToolsTest {

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
        registry().manage("alice", "breaks", "{'type':'http','url':'" + server.url() + "'}");
        server.breakCalls(1);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"readOnlyHint", "idempotentHint"})
    void aToolThatSaysSoIsCalledOnceMore(String hint) {
        server.tools("[{'name':'look','inputSchema':{'type':'object'},'annotations':{'" + hint + "':true}}]");

        call("look").statusCode(200);

        assertEquals(2, server.calls());
    }

    @Test
    void onceIsAll() {
        server.tools("[{'name':'look','inputSchema':{'type':'object'},'annotations':{'readOnlyHint':true}}]");
        server.breakCalls(2);

        call("look").statusCode(502);

        assertEquals(2, server.calls());
    }

    @Test
    void anotherToolMayHaveDoneItsWorkAndIsNot() {
        server.tools("[{'name':'pay','inputSchema':{'type':'object'}}]");

        call("pay").statusCode(502).body("message", containsString("the connection broke"));

        assertEquals(1, server.calls());
        call("pay").statusCode(200);
    }

    private static ValidatableResponse call(String tool) {
        return as("alice")
                .body("{}")
                .post("/api/mcp/breaks/tools/" + tool + "/call")
                .then();
    }
}
