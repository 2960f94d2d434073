package org.trunkline.connection.tools;

import java.util.Map;
import java.util.stream.IntStream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.StubOauth;
import org.trunkline.credential.AuthorizationState;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.oauth;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** Lists of tools that are remembered, and when they are got again. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class KnownToolsTest {

    private static final String ASKED_FOR = "'customUserVars':{'KEY':{'title':'Key','description':'Your key'}}";
    private static final String PERSONAL = "'headers':{'X-User-ID':'{{LIBRECHAT_USER_ID}}'}";

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        oauth().reset();
        server = new ChangingServer();
        offer("one");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void usersOfASharedServerAreToldOneList() {
        declare("");

        list("alice").body("tools.name", contains("one")).body("outcome", equalTo("ok"));
        list("alice").body("tools.name", contains("one")).body("ageSeconds", notNullValue());
        list("bob").body("tools.name", contains("one")).body("why", nullValue());

        assertEquals(1, server.lists());
    }

    @Test
    void aUserWithASessionOfTheirOwnIsToldTheirOwnList() {
        declare(PERSONAL);

        list("alice").body("tools.name", contains("one"));
        offer("two");

        list("bob").body("tools.name", contains("two"));
        list("alice").body("tools.name", contains("one"));
    }

    @Test
    void aServerIsAskedOnceHoweverManyWait() {
        // given
        declare("");
        server.hold("tools/list");

        // when
        Thread release = Thread.startVirtualThread(() -> {
            await().atMost(10, SECONDS).until(() -> server.waiting() > 0);
            server.release();
        });
        IntStream.range(0, 20).parallel().forEach(i -> list("alice").body("tools.name", contains("one")));

        // then
        assertTrue(release.isAlive() || server.waiting() == 0);
        assertEquals(1, server.lists());
    }

    @Test
    void anAnnouncedChangeIsListedWithoutBeingAskedFor() {
        // given
        listening("");

        // when
        offer("two");
        server.announce("tools", 1);

        // then
        await().atMost(10, SECONDS).until(() -> server.lists() == 2);
        await().atMost(10, SECONDS)
                .untilAsserted(
                        () -> list("alice").body("tools.name", contains("two")).body("outcome", equalTo("ok")));
        assertEquals(2, server.lists());
    }

    @Test
    void aStormOfAnnouncementsCostsFewLists() {
        // given
        listening("");

        // when
        offer("two");
        server.announce("tools", 1000);

        // then
        await().atMost(10, SECONDS).untilAsserted(() -> list("alice").body("tools.name", contains("two")));
        assertTrue(server.lists() <= 4, "lists: " + server.lists());
    }

    @Test
    void announcementsOfWhatNobodyAskedForCostNothing() {
        // given
        listening("");

        // when
        server.announce("resources", 10);
        server.announce("prompts", 10);
        offer("two");
        server.announce("tools", 1);

        // then
        await().atMost(10, SECONDS).untilAsserted(() -> list("alice").body("tools.name", contains("two")));
        assertEquals(0, server.asked("resources/list") + server.asked("prompts/list"));
        assertEquals(2, server.lists());
    }

    @Test
    void aServerThatDoesNotTellItsChangeKeepsItsLastListUntilItDoes() {
        // given
        listening("");
        offer("two");
        server.failLists(500);

        // when
        server.announce("tools", 1);

        // then
        await().atMost(10, SECONDS).untilAsserted(() -> list("alice").body("outcome", equalTo("stale")));
        list("bob")
                .body("tools.name", contains("one"))
                .body("why", containsString("500"))
                .body("ageSeconds", greaterThanOrEqualTo(0));

        // when
        server.failLists(0);

        // then
        await().atMost(10, SECONDS)
                .untilAsserted(
                        () -> list("alice").body("tools.name", contains("two")).body("outcome", equalTo("ok")));
    }

    @Test
    void aServerThatCouldNotListItsToolsIsNotAskedAgainAtOnce() {
        declare("");
        server.failLists(500);

        list("alice").body("outcome", equalTo("unreachable")).body("why", containsString("500"));
        list("bob").body("outcome", equalTo("unreachable")).body("why", containsString("500"));

        assertEquals(1, server.lists());
    }

    @Test
    void reinitializingListsAnew() {
        declare("");
        list("alice").body("tools.name", contains("one"));
        offer("two");

        as("alice").post("/api/mcp/changing/reinitialize").then().body("message", containsString("1 tools"));

        list("alice").body("tools.name", contains("two"));
        assertEquals(2, server.lists());
    }

    @Test
    void anotherConfigurationIsAskedAnew() {
        declare("");
        list("alice").body("tools.name", contains("one"));
        offer("two");

        declare("'title':'Changed'");

        list("alice").body("tools.name", contains("two"));
    }

    @Test
    void otherValuesOfTheUserAreAskedWithAnew() {
        // given
        declare(ASKED_FOR);
        oauth().give("alice", "changing", StubOauth.values(Map.of("KEY", "k")));
        list("alice").body("tools.name", contains("one"));
        await().atMost(10, SECONDS).until(() -> oauth().listeners() > 0);

        // when
        offer("two");
        oauth().give("alice", "changing", StubOauth.values(Map.of("KEY", "other")));
        oauth().tell("alice", "changing", AuthorizationState.NOT_REQUIRED, true);

        // then
        await().atMost(10, SECONDS).untilAsserted(() -> list("alice").body("tools.name", contains("two")));
    }

    @Test
    void whoHasToSignInAgainIsToldNoToolsFromMemory() {
        // given
        declare("'requiresOAuth':true");
        oauth().give("alice", "changing", StubOauth.token("t", 1));
        list("alice").body("tools.name", contains("one"));

        // when
        oauth().give("alice", "changing", StubOauth.waiting("alice", "changing", AuthorizationState.EXPIRED));
        oauth().tell("alice", "changing", AuthorizationState.EXPIRED, false);

        // then
        await().atMost(10, SECONDS)
                .untilAsserted(() ->
                        list("alice").body("outcome", equalTo("unauthorized")).body("tools", empty()));
    }

    @Test
    void aServerThatWaitsForTheUserIsToldOfWhatItSaidLast() {
        declare("'startup':false");
        list("alice").body("outcome", equalTo("deferred")).body("why", containsString("asks for it"));
        as("alice").post("/api/mcp/changing/reinitialize").then().body("success", equalTo(true));

        list("alice").body("outcome", equalTo("ok")).body("tools.name", contains("one"));
    }

    @Test
    void chatMenuIsTold() {
        declare("'chatMenu':false");

        list("alice").body("chatMenu", equalTo(false));
    }

    /** Alice has a list of the server, and the server has somebody to tell its changes. */
    private void listening(String more) {
        server.announceChanges();
        declare(more);
        list("alice").body("tools.name", contains("one"));
        await().atMost(10, SECONDS).until(() -> server.listeners() == 1);
    }

    private void offer(String tool) {
        server.tools("[{'name':'" + tool + "','inputSchema':{'type':'object'}}]");
    }

    private void declare(String more) {
        registry()
                .declare(
                        "changing",
                        "{'type':'http','url':'" + server.url() + "'" + (more.isEmpty() ? "" : "," + more) + "}");
    }

    private static ValidatableResponse list(String user) {
        return as(user).get("/api/mcp/tools").then().statusCode(200).rootPath("servers.changing");
    }
}
