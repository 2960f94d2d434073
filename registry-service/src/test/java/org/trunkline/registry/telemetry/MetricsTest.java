package org.trunkline.registry.telemetry;

import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.inspection.Inspection;
import org.trunkline.inspection.Inspection.Failure;
import org.trunkline.neighbours.StubNeighbour.Answer;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;
import org.trunkline.telemetry.DocumentedMetrics;
import org.trunkline.telemetry.Scrape;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class MetricsTest {

    @BeforeEach
    @AfterEach
    void forgetAnswers() {
        RegistryTestBed.connection().reset();
    }

    @Test
    void areThoseThatAreDocumented() {
        // given
        Servers.as(Tokens.of("alice")).get(Servers.PATH).then().statusCode(200);

        // when
        Scrape scrape = scrape();

        // then
        DocumentedMetrics.require("registry", scrape);
    }

    @Test
    void countInspectionsByWhatWasFound() {
        // given
        Map<String, String> unreachable = Map.of("outcome", "unreachable");
        double before = scrape().sum("trunkline_inspections_total", unreachable);
        RegistryTestBed.connection()
                .on(
                        "POST",
                        "/internal/v1/inspections",
                        request -> new Answer(200, Inspection.failed(Failure.UNREACHABLE, "it is down", 1)));

        // when
        Servers.create("alice", Map.of("type", "streamable-http", "url", "https://gone.example/mcp", "title", "Gone"))
                .statusCode(400);

        // then
        Scrape after = scrape();
        assertTrue(after.sum("trunkline_inspections_total", unreachable) > before);
        assertFalse(after.toString().contains("alice"));
        assertFalse(after.toString().contains("gone.example"));
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
