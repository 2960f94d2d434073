package org.trunkline.connection.tools;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** Calls of tools that the server does not have. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class MissingToolsTest {

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
        offer("there");
        server.knowOnlyListed();
        registry().manage("alice", "small", "{'type':'http','url':'" + server.url() + "'}");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aMissingToolIsToldAsSuch() {
        call("absent")
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:trunkline:problem:tool-not-found"))
                .body("server", equalTo("small"))
                .body("tool", equalTo("absent"))
                .body("message", equalTo("MCP server 'small' has no tool 'absent'"));
    }

    @Test
    void aMissingToolIsNotTriedAgainAtOnceNorTheListAskedForAgain() {
        call("absent").statusCode(404);
        call("absent").statusCode(404);
        assertEquals(1, server.calls());

        call("other").statusCode(404);

        assertEquals(1, server.lists());
        call("there").statusCode(200);
    }

    @Test
    void aToolThatAppearsIsUsedAsSoonAsItIsListed() {
        call("new").statusCode(404);
        offer("new");

        as("alice").post("/api/mcp/small/reinitialize").then().body("success", equalTo(true));

        call("new").statusCode(200);
    }

    @Test
    void whatElseAServerAnswersIsPassedOn() {
        server.tools("[{'name':'there'}]");
        call("there").statusCode(200);
        server.failCalls(500);

        call("there").statusCode(502);
        assertEquals(0, server.lists());
    }

    @Test
    void aToolThatIsThereAndRefusesIsNotCalledMissing() {
        server.pages(cursor -> "{\"tools\":[{ \"name\" : \"there\" }]}");

        call("there")
                .statusCode(502)
                .body("type", equalTo("urn:trunkline:problem:upstream-error"))
                .body("message", containsString("-32602"));
    }

    @Test
    void aListThatWasCutProvesNothing() {
        server.pages(cursor -> "{\"tools\":[], \"nextCursor\":\"" + cursor + "+\"}");

        call("absent").statusCode(502).body("type", equalTo("urn:trunkline:problem:upstream-error"));
    }

    private void offer(String tool) {
        server.tools("[{'name':'" + tool + "'}]");
    }

    private static ValidatableResponse call(String tool) {
        return as("alice")
                .body("{}")
                .post("/api/mcp/small/tools/" + tool + "/call")
                .then();
    }
}
