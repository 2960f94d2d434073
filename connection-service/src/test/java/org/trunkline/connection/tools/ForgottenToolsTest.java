package org.trunkline.connection.tools;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ShortTimes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** When lists of tools are old, and when servers are too slow to give one. */
@QuarkusTest
@TestProfile(ShortTimes.class)
class ForgottenToolsTest {

    private static final String READ_ONLY = "[{'name':'read','annotations':{'readOnlyHint':true}}]";

    private ChangingServer server;

    @BeforeEach
    void startServer() {
        registry().reset();
        server = new ChangingServer();
        offer("one");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aServerThatHangsCostsTheOthersNothing() {
        // given
        registry().declare("good", config());
        try (ChangingServer hanging = new ChangingServer()) {
            hanging.hold("initialize");
            registry().declare("hanging", "{'type':'http','url':'" + hanging.url() + "'}");

            // when
            ValidatableResponse answer = list();

            // then
            answer.body("servers.good.tools.name", contains("one"))
                    .body("servers.hanging.tools", empty())
                    .body("servers.hanging.outcome", equalTo("unreachable"))
                    .body("servers.hanging.why", containsString("3000 ms"));

            // when
            hanging.release();

            // then
            await().atMost(20, SECONDS).untilAsserted(() -> list().body("servers.hanging.outcome", equalTo("ok")));
            assertEquals(1, hanging.opened());
        }
    }

    @Test
    void anOldListIsToldAsSuchAndRenewedBehindTheAnswer() {
        // given
        registry().declare("aging", config());
        list().body("servers.aging.outcome", equalTo("ok"));
        offer("two");
        server.hold("tools/list");

        // when
        await().atMost(10, SECONDS)
                .untilAsserted(() -> list().body("servers.aging.tools.name", contains("one"))
                        .body("servers.aging.outcome", equalTo("stale"))
                        .body("servers.aging.why", containsString("not been asked")));
        await().atMost(10, SECONDS).until(() -> server.waiting() == 1);
        server.release();

        // then
        await().atMost(10, SECONDS).untilAsserted(() -> list().body("servers.aging.tools.name", contains("two")));
    }

    @Test
    void aServerThatDidNotListIsAskedAgainAfterAWhile() {
        registry().declare("failing", config());
        server.failLists(500);
        list().body("servers.failing.outcome", equalTo("unreachable")).body("servers.failing.tools", empty());

        server.failLists(0);

        await().atMost(20, SECONDS).untilAsserted(() -> list().body("servers.failing.tools.name", contains("one")));
    }

    @Test
    void callsAreDecidedByWhatTheSessionWasToldUntilTheServerSaysThatItChanged() {
        // given
        server.announceChanges();
        server.tools(READ_ONLY);
        registry().declare("checked", config().replace("}", ",'toolPolicy':{'readOnlyOnly':true}}"));
        for (int calls = 0; calls < 5; calls++) {
            assertEquals(200, call());
        }
        assertEquals(1, server.lists());
        await().atMost(10, SECONDS).until(() -> server.listeners() == 1);

        // when
        server.tools(READ_ONLY.replace("true", "false"));
        server.announce("tools", 1);

        // then
        await().atMost(10, SECONDS).until(() -> call() == 403);
    }

    private void offer(String tool) {
        server.tools("[{'name':'" + tool + "','inputSchema':{'type':'object'}}]");
    }

    private String config() {
        return "{'type':'http','url':'" + server.url() + "'}";
    }

    private static ValidatableResponse list() {
        return as("alice").get("/api/mcp/tools").then().statusCode(200);
    }

    private static int call() {
        return as("alice").body("{}").post("/api/mcp/checked/tools/read/call").statusCode();
    }
}
