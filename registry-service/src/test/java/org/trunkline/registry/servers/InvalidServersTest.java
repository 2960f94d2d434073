package org.trunkline.registry.servers;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.form.Expectation;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class InvalidServersTest {

    static Stream<Case> cases() {
        return CaseFiles.of("user_input_validation")
                .filter(example -> !Expectation.of(example).valid() && !Expectation.isOverruled(example));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesTheFieldAtFault(Case example) {
        List<Map<String, Object>> errors = Servers.as(Tokens.of("alice"))
                .body("{\"config\":" + example.input() + "}")
                .post(Servers.PATH)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:trunkline:problem:invalid-configuration"))
                .body("message", equalTo("Invalid configuration"))
                .body("detail", startsWith("Invalid configuration: "))
                .extract()
                .path("errors");

        assertFalse(errors.isEmpty());
        errors.forEach(
                error -> assertTrue(Expectation.of(example).messages().contains(asText(error)), () -> asText(error)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{} | errors[0].message | Required",
                "{\"config\": 5} | errors[0].path[0] | config",
                "{\"config\": null} | errors[0].path[0] | config",
                "[] | message | The body must be a JSON object with the member config",
                "\"x\" | message | The body must be a JSON object with the member config",
                "null | message | The body must be a JSON object with the member config",
            })
    void refusesABodyWithoutConfiguration(String body, String member, String value) {
        Servers.as(Tokens.of("alice"))
                .body(body)
                .post(Servers.PATH)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body(member, equalTo(value));
    }

    @Test
    void refusesAnEmptyBody() {
        Servers.as(Tokens.of("alice"))
                .post(Servers.PATH)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void refusesWhatIsNoJson() {
        Servers.as(Tokens.of("alice"))
                .body("{\"config\": {")
                .post(Servers.PATH)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("message", equalTo("The body is not JSON: see line 1, column 13"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"yes\"", "1", "null"})
    void takesOnlyTrueOrFalseForSaveUnreachable(String flag) {
        Servers.as(Tokens.of("alice"))
                .body("{\"config\":{\"url\":\"https://a.example/mcp\"},\"saveUnreachable\":" + flag + "}")
                .post(Servers.PATH)
                .then()
                .statusCode(400)
                .body("errors[0].path[0]", equalTo("saveUnreachable"));
    }

    private static String asText(Map<String, Object> error) {
        List<String> path =
                ((List<?>) error.get("path")).stream().map(String::valueOf).toList();
        return String.join(".", path) + ": " + error.get("message");
    }
}
