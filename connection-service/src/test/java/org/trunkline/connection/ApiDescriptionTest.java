package org.trunkline.connection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** What {@code /q/openapi} says, which consumers generate their clients from. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ApiDescriptionTest {

    private static final Set<String> OUR_OWN_CLASSES = Set.of("JsonNode", "OutboundSseEvent", "MediaType");

    @Test
    void everyFailureIsAProblem() {
        Map<String, Map<String, Map<String, Object>>> paths = description().getMap("paths");

        List<String> undescribed = paths.entrySet().stream()
                .flatMap(path -> path.getValue().entrySet().stream()
                        .flatMap(operation -> failures(operation.getValue())
                                .filter(failure -> !isProblem(failure.getValue()))
                                .map(failure -> operation.getKey() + " " + path.getKey() + " " + failure.getKey())))
                .toList();

        assertEquals(List.of(), undescribed);
        assertFalse(paths.isEmpty());
    }

    @Test
    void noClassOfTheImplementationIsDescribed() {
        Map<String, Object> schemas = description().getMap("components.schemas");

        assertEquals(
                List.of(),
                schemas.keySet().stream().filter(OUR_OWN_CLASSES::contains).toList());
    }

    @Test
    void callersAreToldHowToSayHowLongTheyWait() {
        List<String> parameters =
                description().getList("paths['/api/mcp/{server}/tools/{tool}/call'].post.parameters.name");

        assertEquals(Set.of("server", "tool", "session", "wait", "Trunkline-Timeout"), Set.copyOf(parameters));
    }

    private static JsonPath description() {
        return RestAssured.get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map.Entry<String, Map<String, Object>>> failures(Map<String, Object> operation) {
        return ((Map<String, Map<String, Object>>) operation.get("responses"))
                .entrySet().stream().filter(response -> response.getKey().matches("[45]\\d\\d"));
    }

    private static boolean isProblem(Map<String, Object> response) {
        return response.get("content") instanceof Map<?, ?> content && content.containsKey("application/problem+json");
    }
}
