package org.trunkline.connection.members;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.http.HttpServerResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ChangingServer;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.local.samples.SampleServer;
import org.trunkline.local.samples.Samples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.identity;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** What comes here for a session that another replica owns is answered by that one. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ForwardingTest {

    private static final String CALL = "{\"arguments\": {\"message\": \"hello\"}}";

    private SampleServer sample;

    @BeforeEach
    void startSample() {
        registry().reset();
        sample = Samples.open();
    }

    @AfterEach
    void stopSample() {
        sample.close();
    }

    @Test
    void theOwnerGetsTheRequestAsItCameAndItsAnswerComesBack() {
        // given
        manage("handed");
        try (OtherReplica other = new OtherReplica(request -> request.body()
                .onSuccess(body -> request.response()
                        .setStatusCode(202)
                        .putHeader("X-Owner", "other")
                        .end(body)))) {
            other.owning("alice", "handed");

            // when
            call("handed").statusCode(202).header("X-Owner", "other").body(equalTo(CALL));

            // then
            assertEquals(
                    "FOR_OWNER " + other.epoch(), other.received().getFirst().get("Trunkline-Forwarded"));
            assertEquals(
                    "Bearer ", other.received().getFirst().get("Authorization").substring(0, 7));
            assertEquals(0, sample.sessionsOpened());
        }
    }

    @Test
    void anEventStreamComesBackEventByEvent() throws Exception {
        // given
        manage("streamed");
        HttpServerResponse[] stream = new HttpServerResponse[1];
        try (OtherReplica other = new OtherReplica(request -> {
                            stream[0] =
                                    request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
                            stream[0].write("data: one\n\n");
                        })
                        .owning("alice", "streamed");
                HttpClient http = HttpClient.newHttpClient();
                BufferedReader events = new BufferedReader(new InputStreamReader(
                        http.send(request("streamed"), HttpResponse.BodyHandlers.ofInputStream())
                                .body(),
                        StandardCharsets.UTF_8))) {

            // when, then
            assertEquals("data: one", events.readLine());
            stream[0].end("data: two\n\n");
            assertEquals("", events.readLine());
            assertEquals("data: two", events.readLine());
            assertEquals(1, other.received().size());
        }
    }

    @Test
    void whatTheOwnerDoesNotTakeIsDoneHereWhenItHasGivenTheSessionUp() {
        // given
        manage("given");
        OtherReplica[] self = new OtherReplica[1];
        try (OtherReplica other = new OtherReplica(request -> {
            self[0].giveUp("alice", "given");
            request.response().setStatusCode(421).end();
        })) {
            self[0] = other.owning("alice", "given");

            // when, then
            call("given").statusCode(200).body("content[0].text", equalTo("Echo: hello"));
            assertEquals(1, sample.sessionsOpened());
        }
    }

    @Test
    void whatTheOwnerMayHaveDoneIsNotDoneAgain() {
        // given
        manage("broken");
        OtherReplica[] self = new OtherReplica[1];
        try (OtherReplica other = new OtherReplica(request -> {
            self[0].giveUp("alice", "broken");
            request.connection().close();
        })) {
            self[0] = other.owning("alice", "broken");

            // when, then
            call("broken")
                    .statusCode(503)
                    .header("Retry-After", equalTo("1"))
                    .body("type", equalTo("urn:trunkline:problem:outcome-unknown"));
        }
    }

    @Test
    void theOwnerIsToldHowLongTheCallerStillWaits() {
        // given
        manage("hurried");
        try (OtherReplica other = new OtherReplica(request -> request.response().end("done"))) {
            other.owning("alice", "hurried");

            // when
            call("hurried", 30_000).statusCode(200);

            // then
            long told = Long.parseLong(other.received().getFirst().get("Trunkline-Timeout"));
            assertTrue(told > 0 && told < 30_000, () -> "told " + told);
        }
    }

    @Test
    void whoDoesNotWaitForASilentOwnerIsToldSo() {
        manage("mute");
        try (OtherReplica other = new OtherReplica(request -> {})) {
            other.owning("alice", "mute");

            call("mute", 300).statusCode(504).body("type", equalTo("urn:trunkline:problem:deadline-passed"));
        }
    }

    @Test
    void whatNobodyWaitsForAnyLongerIsBrokenOff() {
        // given
        try (ChangingServer slow = new ChangingServer()) {
            registry().manage("alice", "slow", "{'type':'streamable-http','url':'%s'}".formatted(slow.url()));
            call("slow").statusCode(200);
            slow.hold("tools/call");

            // when
            call("slow", 1_000).statusCode(504).body("message", containsString("1000 ms"));

            // then
            await().atMost(10, SECONDS).until(() -> slow.asked("notifications/cancelled") == 1);
            slow.release();
        }
    }

    @Test
    void aWaitThatIsNoNumberIsRefused() {
        manage("counted");
        as("alice")
                .header("Trunkline-Timeout", "soon")
                .body(CALL)
                .post("/api/mcp/counted/tools/echo/call")
                .then()
                .statusCode(400)
                .body("errors[0].path[0]", equalTo("Trunkline-Timeout"));
    }

    @Test
    void theSessionsOfAMemberThatHasLeftAreTakenOver() {
        // given
        manage("silent");
        OtherReplica other = new OtherReplica(request -> {}).owning("alice", "silent");

        // when
        other.close();

        // then
        call("silent").statusCode(200);
    }

    private void manage(String server) {
        registry().manage("alice", server, "{'type':'streamable-http','url':'%s'}".formatted(sample.url()));
    }

    private static ValidatableResponse call(String server) {
        return as("alice")
                .body(CALL)
                .post("/api/mcp/" + server + "/tools/echo/call")
                .then();
    }

    private static ValidatableResponse call(String server, int wait) {
        return as("alice")
                .header("Trunkline-Timeout", wait)
                .body(CALL)
                .post("/api/mcp/" + server + "/tools/echo/call")
                .then();
    }

    private static HttpRequest request(String server) {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + "/api/mcp/" + server + "/tools/echo/call"))
                .header("Authorization", "Bearer " + identity().token("alice"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(CALL))
                .build();
    }
}
