package org.trunkline.oauth.events;

import java.net.URI;
import java.time.Instant;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.CredentialChange;
import org.trunkline.oauth.testbed.OauthTestBed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class EventsTest {

    @TestHTTPResource
    URI origin;

    @Inject
    ChangeLog log;

    @Inject
    ChangeFeed feed;

    @BeforeEach
    void begin() {
        log.append(change("nobody", "first"));
    }

    @Test
    void neighboursHearOfEveryChangeOfThisReplicaAndOfOthers() {
        try (Listener neighbour = neighbour(null)) {
            await().atMost(10, SECONDS).until(() -> neighbour.lines().contains("event:reset"));

            log.append(change("alice", "by-another-replica"));
            await().atMost(10, SECONDS).until(() -> has(neighbour, "by-another-replica"));
            feed.publish(change("bob", "by-this-replica"));
            await().atMost(10, SECONDS).until(() -> has(neighbour, "by-this-replica"));
            assertTrue(
                    neighbour.lines().contains("event:change"),
                    neighbour.lines().toString());
        }
    }

    @Test
    void usersHearOnlyOfTheirOwn() {
        try (Listener alice = new Listener(
                origin.resolve("/api/mcp/oauth/events"), OauthTestBed.identity().token("alice"), newest())) {
            feed.publish(change("bob", "bobs"));
            feed.publish(change("alice", "alices"));

            await().atMost(10, SECONDS).until(() -> has(alice, "alices"));
            assertTrue(!has(alice, "bobs"), alice.lines().toString());
        }
    }

    @Test
    void whoComesBackIsToldWhatWasMissed() {
        String before = newest();
        IntStream.range(0, 3).forEach(i -> feed.publish(change("alice", "missed-" + i)));

        try (Listener back = neighbour(before)) {
            await().atMost(10, SECONDS).until(() -> has(back, "missed-2"));
            assertTrue(
                    has(back, "missed-0") && has(back, "missed-1"), back.lines().toString());
            assertTrue(!back.lines().contains("event:reset"), back.lines().toString());
        }
    }

    @Test
    void whoWasAwayTooLongIsTold() {
        String before = newest();
        feed.publish(change("alice", "swept-1"));
        feed.publish(change("alice", "swept-2"));
        log.sweep(Instant.now().plusSeconds(60));

        try (Listener back = neighbour(before)) {
            await().atMost(10, SECONDS).until(() -> back.lines().contains("event:reset"));
        }
    }

    @Test
    void theInternalStreamIsNotForUsers() {
        RestAssured.given()
                .auth()
                .oauth2(OauthTestBed.identity().token("alice"))
                .get("/internal/v1/events")
                .then()
                .statusCode(401);
    }

    private Listener neighbour(String lastEventId) {
        return new Listener(
                origin.resolve("/internal/v1/events"),
                OauthTestBed.identity().serviceToken("connection-service"),
                lastEventId);
    }

    private String newest() {
        return Long.toString(log.newest());
    }

    private static boolean has(Listener listener, String server) {
        return listener.lines().stream().anyMatch(line -> line.contains('"' + server + '"'));
    }

    private static CredentialChange change(String user, String server) {
        return new CredentialChange(user, server, AuthorizationState.AUTHORIZED, null, Instant.now(), 1, false);
    }
}
