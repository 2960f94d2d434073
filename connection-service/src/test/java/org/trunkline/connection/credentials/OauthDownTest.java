package org.trunkline.connection.credentials;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ShortTimes;
import org.trunkline.credential.AuthorizationState;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.oauth;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.testbed.StubOauth.token;

/** What calls get when oauth-service, or its database, is down. */
@QuarkusTest
@TestProfile(ShortTimes.class)
class OauthDownTest {

    private ProtectedServer upstream;

    @BeforeEach
    void startUpstream() {
        registry().reset();
        oauth().reset();
        upstream = new ProtectedServer();
        upstream.accept("t1");
    }

    @AfterEach
    void stopUpstream() {
        oauth().reset();
        upstream.close();
    }

    @Test
    void callsGoOnWithWhatIsKnown() {
        // given
        signedIn("kept");

        // when
        oauth().goDown();
        int before = questions();

        // then
        await().atMost(10, SECONDS).until(() -> {
            call("alice", "kept").statusCode(200);
            return questions() > before + 1;
        });
        call("bob", "kept").statusCode(503).body("neighbour", equalTo("oauth-service"));
    }

    @Test
    void whatWasTakenAwayIsNotKnown() {
        // given
        signedIn("taken");
        await().atMost(10, SECONDS).until(() -> oauth().listeners() > 0);

        // when
        oauth().tell("alice", "taken", AuthorizationState.NEEDS_AUTHORIZATION, false);
        oauth().goDown();

        // then
        await().atMost(10, SECONDS).untilAsserted(() -> call("alice", "taken").statusCode(503));
    }

    private void signedIn(String server) {
        registry().declare(server, "{'type':'http','url':'" + upstream.url() + "','requiresOAuth':true}");
        oauth().give("alice", server, token("t1", 1));
        call("alice", server).statusCode(200);
    }

    private static int questions() {
        return oauth().neighbour().requests().size();
    }

    private static ValidatableResponse call(String user, String server) {
        return as(user).body("{}")
                .post("/api/mcp/" + server + "/tools/headers/call")
                .then();
    }
}
