package org.trunkline.connection.tools;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** Lists of many pages, and lists without end (librechat.md, C.2). */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ToolPagesTest {

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
        registry().declare("paged", "{'type':'http','url':'" + server.url() + "'}");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void everyPageIsListed() {
        server.pages(cursor -> cursor == null ? page(List.of("a"), "next") : page(List.of("b"), null));

        list().body("tools.name", contains("a", "b")).body("incomplete", nullValue());
    }

    @Test
    void aCursorThatWasThereBeforeEndsTheList() {
        server.pages(cursor -> page(List.of(cursor == null ? "first" : cursor), "x".equals(cursor) ? "y" : "x"));

        list().body("tools.name", contains("first", "x", "y")).body("incomplete", nullValue());
        assertEquals(3, server.lists());
    }

    @Test
    void aListOfEndlessPagesIsCut() {
        server.pages(cursor -> page(List.of("after-" + cursor), cursor + "+"));

        list().body("tools", hasSize(50)).body("outcome", equalTo("ok")).body("incomplete", containsString("50 pages"));
        assertEquals(50, server.lists());
    }

    @Test
    void aListOfTooManyToolsIsCut() {
        List<String> many = IntStream.range(0, 1001).mapToObj(i -> "t" + i).toList();
        server.pages(cursor -> page(many, null));

        list().body("tools", hasSize(1000)).body("incomplete", containsString("1000 tools"));
    }

    @Test
    void aListThatIsTooLargeIsCut() {
        String large = "x".repeat(2 * 1024 * 1024);
        server.pages(cursor -> page(List.of("a" + large, "b" + large, "c" + large), null));

        list().body("tools", hasSize(2)).body("incomplete", containsString("characters"));
    }

    @Test
    void anEntryThatNamesNoToolCostsTheOthersNothing() {
        server.tools("[{'title':'no name'},'text',{'name':'good','inputSchema':'odd'}]");

        list().body("tools.name", contains("good"));
    }

    @Test
    void anAnswerThatIsNoListIsToldAsSuch() {
        server.pages(cursor -> "{\"tools\":{}}");

        list().body("outcome", equalTo("unreachable")).body("why", containsString("no list of tools"));
    }

    private static String page(List<String> names, String next) {
        String tools = names.stream().map(name -> "{\"name\":\"" + name + "\"}").collect(Collectors.joining(","));
        return "{\"tools\":[" + tools + "]" + (next == null ? "" : ",\"nextCursor\":\"" + next + "\"") + "}";
    }

    private static ValidatableResponse list() {
        return as("alice").get("/api/mcp/tools").then().statusCode(200).rootPath("servers.paged");
    }
}
