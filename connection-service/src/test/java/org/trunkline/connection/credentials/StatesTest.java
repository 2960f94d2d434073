package org.trunkline.connection.credentials;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.credential.AuthorizationState;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.oauth;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.testbed.StubOauth.values;

/** How long what oauth-service says of a user's authorizations is used again. */
@QuarkusTest
@TestProfile(StatesTest.LongStates.class)
class StatesTest {

    /** A service that asks again only when it must. */
    public static final class LongStates implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(ConnectionTestBed.class, Map.of("trunkline.credentials.states-time", "1h")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @BeforeEach
    void declareServer() {
        registry().reset();
        oauth().reset();
        registry()
                .declare(
                        "asks",
                        "{'type':'http','url':'http://127.0.0.1:1/mcp',"
                                + "'customUserVars':{'KEY':{'title':'K','description':'d'}}}");
    }

    @Test
    void theListOfToolsAsksAgainOnlyWhenSomethingHasChanged() {
        authenticated(false);
        await().atMost(10, SECONDS).until(() -> oauth().listeners() > 0);
        await("the changes to be heard").atMost(10, SECONDS).until(() -> {
            oauth().tell("bob", "asks", AuthorizationState.NOT_REQUIRED, true);
            authenticated(false);
            long before = asked();
            authenticated(false);
            return asked() == before;
        });

        oauth().give("alice", "asks", values(Map.of("KEY", "k1")));
        oauth().tell("alice", "asks", AuthorizationState.NOT_REQUIRED, true);

        await().atMost(10, SECONDS).untilAsserted(() -> authenticated(true));
    }

    private static void authenticated(boolean expected) {
        as("alice").get("/api/mcp/tools").then().statusCode(200).body("servers.asks.authenticated", equalTo(expected));
    }

    private static long asked() {
        return oauth().neighbour().requests().stream()
                .filter(request -> request.uri().getPath().equals("/internal/v1/authorizations"))
                .count();
    }
}
