package org.trunkline.connection.transports;

import java.util.Map;
import java.util.stream.Stream;

import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.connection.transports.Misbehaviour.Outcome;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/**
 * What a caller gets and what becomes of the session when an MCP server does what it should not: a table for each
 * transport, in the method {@code table} of its test.
 *
 * @param <S> the server
 */
abstract class MisbehaviourTest<S extends OddServer> {

    S server;

    /** Starts the server. */
    abstract S start();

    /** The table. */
    abstract Stream<Misbehaviour<S>> rows();

    @BeforeEach
    final void startServer() {
        registry().reset();
        server = start();
        server.recover();
    }

    @AfterEach
    final void stopServer() {
        as("alice").delete("/api/mcp/odd/sessions/default");
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    final void theCallerIsToldAndTheSessionLivesOnIfItCan(Misbehaviour<S> row) {
        // given
        server.register(row.settings());
        if (row.session() != Outcome.FAILED && row.session() != Outcome.REFUSED) {
            call().statusCode(200);
        }
        int before = server.opened();

        // when
        row.does().accept(server);
        ValidatableResponse answer = call();

        // then
        answer.statusCode(row.status()).header("Retry-After", equalTo(row.retryAfter()));
        if (row.says() != null) {
            answer.body("type", equalTo("urn:trunkline:problem:" + row.type()))
                    .body("message", containsString(row.says()));
        }
        awaitState(row.session().state);
        if (row.session() == Outcome.KEPT || row.session() == Outcome.RENEWED) {
            int added = row.session() == Outcome.KEPT ? 0 : 1;
            assertEquals(before + added, server.opened(), "upstream sessions");
        }
        server.recover();
        await().atMost(10, SECONDS)
                .untilAsserted(() -> call().statusCode(200).body("content[0].text", equalTo("hello")));
    }

    @Test
    final void nothingLeaks() {
        // given
        doEverything();
        Held before = Held.now();

        // when
        doEverything();

        // then
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertEquals(Map.of(), Held.now().beyond(before)));
    }

    /** Each row as it comes, with the end of the session after it. */
    private void doEverything() {
        rows().forEach(row -> {
            server.recover();
            server.register(row.settings());
            call();
            row.does().accept(server);
            call();
            as("alice").delete("/api/mcp/odd/sessions/default");
        });
    }

    static ValidatableResponse call() {
        return as("alice").body("{}").post("/api/mcp/odd/tools/echo/call").then();
    }

    /** Waits until the session is in a state: that it is lost can show after the answer. */
    static void awaitState(String state) {
        await().atMost(10, SECONDS)
                .untilAsserted(() -> as("alice")
                        .get("/api/mcp/connection/status/odd")
                        .then()
                        .body("connectionStatus", equalTo(state)));
    }
}
