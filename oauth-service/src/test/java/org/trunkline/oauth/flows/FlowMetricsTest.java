package org.trunkline.oauth.flows;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.credential.PendingFlow;
import org.trunkline.oauth.testbed.Browser;
import org.trunkline.oauth.testbed.OauthTestBed;
import org.trunkline.oauth.testbed.Orders;
import org.trunkline.oauth.testbed.TestProvider;
import org.trunkline.problem.Problem;
import org.trunkline.telemetry.DocumentedMetrics;
import org.trunkline.telemetry.Scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.trunkline.oauth.testbed.OauthTestBed.as;

/** What the service tells of itself, and of flows. */
@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class FlowMetricsTest {

    private final TestProvider provider = new TestProvider();
    private final String server = "s-" + UUID.randomUUID();

    @Inject
    Flows flows;

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void areThoseThatAreDocumented() {
        // given
        as("alice").get("/api/mcp/oauth/state").then().statusCode(200);

        // when
        Scrape scrape = scrape();

        // then
        DocumentedMetrics.require("oauth", scrape);
    }

    @Test
    void countFlowsByHowTheyEnded() {
        // given
        Scrape before = scrape();

        // when
        PendingFlow flow = flows.start(Orders.of("alice", server, provider.config()));
        var initiated = Browser.initiate("alice", flow);
        Browser.callback(server, provider.consent(initiated.header("Location")), initiated.getCookies());
        assertThrows(
                Problem.class,
                () -> flows.start(Orders.of("alice", server + "-2", "{'url':'http://127.0.0.1:1/mcp'}")));

        // then
        Scrape after = scrape();
        for (String outcome : Set.of("begun", "completed", "impossible")) {
            assertEquals(1, of(after, outcome) - of(before, outcome), outcome);
        }
        assertFalse(after.toString().contains("alice"));
        assertFalse(after.toString().contains(server));
    }

    private static double of(Scrape scrape, String outcome) {
        return scrape.sum("trunkline_flows_total", Map.of("outcome", outcome));
    }

    private static Scrape scrape() {
        return Scrape.of(RestAssured.given()
                .accept(Scrape.FORMAT)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }
}
