package org.trunkline.connection.tools;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** What models are to be told of servers (librechat.md, F.6). */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class InstructionsTest {

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aConfiguredTextTakesThePlaceOfTheServersOwn() {
        declare("spoken-for", "'serverInstructions':'Ask first'");

        instructions("")
                .body("servers.spoken-for.source", equalTo("override"))
                .body("servers.spoken-for.text", equalTo("Ask first"));
    }

    @Test
    void theServersOwnTextIsWhatItSaidLast() {
        declare("speaking", "'serverInstructions':true");
        instructions("").body("servers.speaking.source", equalTo("unknown")).body("servers.speaking.text", nullValue());
        assertEquals(0, server.opened());

        as("alice").get("/api/mcp/tools").then().statusCode(200);

        instructions("")
                .body("servers.speaking.source", equalTo("own"))
                .body("servers.speaking.text", equalTo("Be kind"));
    }

    @Test
    void anInspectionHasToldTheServersOwnTextBefore() {
        declare("inspected", "'serverInstructions':true");
        registry().inspected("inspected", "Be quick");

        instructions("")
                .body("servers.inspected.source", equalTo("own"))
                .body("servers.inspected.text", equalTo("Be quick"));
        assertEquals(0, server.opened());
    }

    @Test
    void whoWantsNoneHasNone() {
        declare("silent", "'serverInstructions':false");
        declare("unset", "'title':'Unset'");
        as("alice").get("/api/mcp/tools").then().statusCode(200);

        instructions("")
                .body("servers.silent.source", equalTo("none"))
                .body("servers.unset.source", equalTo("none"))
                .body("text", nullValue());
    }

    @Test
    void allAreOneTextInLibreChatsWords() {
        declare("a", "'serverInstructions':'Do this'");
        declare("b", "'serverInstructions':'Do that'");

        instructions("").body("text", equalTo("""
                # MCP Server Instructions

                The following MCP servers are available with their specific instructions:

                ## a MCP Server Instructions

                Do this

                ## b MCP Server Instructions

                Do that

                Please follow these instructions when using tools from the respective MCP servers."""));
    }

    @Test
    void onlyTheServersThatAreAskedForAreTold() {
        declare("a", "'serverInstructions':'Do this'");
        declare("b", "'serverInstructions':'Do that'");

        instructions("?server=b").body("servers", hasKey("b")).body("servers", not(hasKey("a")));
    }

    private void declare(String name, String more) {
        registry().declare(name, "{'type':'http','url':'" + server.url() + "'," + more + "}");
    }

    private static ValidatableResponse instructions(String query) {
        return as("alice").get("/api/mcp/instructions" + query).then().statusCode(200);
    }
}
