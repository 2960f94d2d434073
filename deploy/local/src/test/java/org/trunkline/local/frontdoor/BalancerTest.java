package org.trunkline.local.frontdoor;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.http.HttpServerRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.local.Service;
import org.trunkline.local.loopback.LoopbackServer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

@Timeout(30)
class BalancerTest {

    /** Nothing ever listens on port 1 of a test machine. */
    private static final int NOBODY = 1;

    private final AtomicInteger health = new AtomicInteger(200);
    private LoopbackServer one;
    private LoopbackServer two;
    private Balancer balancer;

    @BeforeEach
    void open() {
        one = LoopbackServer.start(0, (vertx, port) -> request -> answer(request, "one", 200));
        two = LoopbackServer.start(0, (vertx, port) -> request -> answer(request, "two", health.get()));
        balancer = Balancer.open(0, Service.OAUTH, List.of(one.port(), NOBODY, two.port()));
    }

    @AfterEach
    void close() {
        balancer.close();
        one.close();
        two.close();
    }

    /** A status of 0 is silence, as of a process that was stopped. */
    private static void answer(HttpServerRequest request, String name, int health) {
        if (!request.path().equals("/q/health/ready")) {
            request.body()
                    .onSuccess(body -> request.response()
                            .putHeader("Seen-Host", String.valueOf(request.getHeader("X-Forwarded-Host")))
                            .end(name + " " + body));
        } else if (health > 0) {
            request.response().setStatusCode(health).end();
        }
    }

    @Test
    void takesReplicasInTurnAndNoneThatRefuses() {
        assertEquals(Set.of("one ", "two "), whoAnswer());
    }

    @Test
    void handsOnWhatTheFrontDoorSaid() {
        RestAssured.given()
                .header("X-Forwarded-Host", "chat.example.com")
                .body("hello")
                .post(url())
                .then()
                .header("Seen-Host", equalTo("chat.example.com"));
    }

    @Test
    void leavesOutWhoIsNotReadyUntilItIs() {
        health.set(503);
        await().atMost(10, SECONDS).until(() -> whoAnswer().equals(Set.of("one ")));

        health.set(200);
        await().atMost(10, SECONDS).until(() -> whoAnswer().size() == 2);
    }

    @Test
    void leavesOutWhoIsSilent() {
        health.set(0);

        await().atMost(10, SECONDS).until(() -> whoAnswer().equals(Set.of("one ")));
    }

    @Test
    void namesTheServiceWhenAllAreGone() {
        one.close();
        two.close();

        RestAssured.get(url()).then().statusCode(503).body("neighbour", equalTo("oauth-service"));
    }

    private Set<String> whoAnswer() {
        Set<String> names = new HashSet<>();
        for (int request = 0; request < 6; request++) {
            Response answer = RestAssured.get(url());
            assertEquals(200, answer.statusCode());
            names.add(answer.asString());
        }
        return names;
    }

    private String url() {
        return "http://127.0.0.1:" + balancer.port() + "/internal/v1/anything";
    }
}
