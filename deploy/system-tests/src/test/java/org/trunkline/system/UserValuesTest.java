package org.trunkline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

/** A server that asks each user for a key: the sample with a key, through the front door. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserValuesTest {

    private static final String KEY = "demo-key";

    private final Path folder = Repository.scratch("user-values");
    private LocalRun trunkline;

    @BeforeAll
    void start() throws IOException {
        Files.createDirectories(folder);
        Path declared = Files.writeString(folder.resolve("declared.yaml"), """
                mcpServers:
                  orders:
                    type: streamable-http
                    url: ${SAMPLE_ORDERS_URL}
                    headers:
                      X-Api-Key: "{{ORDERS_KEY}}"
                    customUserVars:
                      ORDERS_KEY:
                        title: Key
                        description: Your key for the orders
                """);
        trunkline = new LocalRun(folder, "--declared", declared.toString()).startFresh();
    }

    @AfterAll
    void stop() {
        if (trunkline != null) {
            trunkline.close();
        }
    }

    @Test
    void aValueIsAskedForUsedAndForgotten() {
        // before
        list("alice").statusCode(409).body("missingUserVars", contains("ORDERS_KEY"));
        trunkline
                .as("alice")
                .post("/api/mcp/orders/reinitialize")
                .then()
                .statusCode(200)
                .body("failureReason", equalTo("missing_custom_user_vars"))
                .body("missingUserVars", contains("ORDERS_KEY"));

        // given
        trunkline
                .as("alice")
                .body("{\"values\":{\"ORDERS_KEY\":\"" + KEY + "\"}}")
                .put("/api/mcp/orders/auth-values")
                .then()
                .statusCode(200)
                .body("authValueFlags.ORDERS_KEY", equalTo(true))
                .body(not(containsString(KEY)));
        list("alice").statusCode(200);
        trunkline
                .as("alice")
                .get("/api/mcp/tools")
                .then()
                .body("servers.orders.authenticated", equalTo(true))
                .body("servers.orders.tools.name", hasItems("list_orders"));
        list("bob").statusCode(409);

        // another one
        install("alice", "{\"ORDERS_KEY\":\"wrong\"}");
        await().atMost(10, SECONDS).untilAsserted(() -> list("alice").statusCode(502));

        // cleared
        install("alice", "{\"ORDERS_KEY\":\"" + KEY + "\"}");
        await().atMost(10, SECONDS).untilAsserted(() -> list("alice").statusCode(200));
        trunkline.as("alice").delete("/api/mcp/orders/auth-values").then().statusCode(200);
        await().atMost(10, SECONDS).untilAsserted(() -> list("alice").statusCode(409));
    }

    private void install(String user, String auth) {
        trunkline
                .as(user)
                .body("{\"pluginKey\":\"mcp_orders\",\"action\":\"install\",\"auth\":" + auth + "}")
                .post("/api/user/plugins")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse list(String user) {
        return trunkline
                .as(user)
                .body("{}")
                .post("/api/mcp/orders/tools/list_orders/call")
                .then();
    }
}
