package org.trunkline.oauth.values;

import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.oauth.testbed.OauthTestBed.as;
import static org.trunkline.oauth.testbed.OauthTestBed.registry;

/** What LibreChat answers on {@code auth-values}. */
@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class AuthValuesContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeEach
    void declareServer() {
        registry().reset();
        registry()
                .declare(
                        "srv",
                        "{'type':'http','url':'http://127.0.0.1:1/mcp','customUserVars':{'A':{'title':'a',"
                                + "'description':'d'},'B':{'title':'b','description':'d'}}}");
        as("bob")
                .contentType(ContentType.JSON)
                .body(Map.of("values", Map.of("A", "x", "B", "")))
                .put("/api/mcp/srv/auth-values")
                .then()
                .statusCode(200);
    }

    static Stream<Case> cases() {
        return CaseFiles.of("http_contract")
                .filter(example -> example.whole().path("group").asText().equals("auth-values"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsLibreChat(Case example) throws JsonProcessingException {
        String path = example.whole().path("request").asText().substring("GET ".length());

        Response answer = as("bob").get(path);

        assertEquals(example.expect().path("status").asInt(), answer.statusCode());
        JsonNode body = JSON.readTree(answer.asString());
        example.expect()
                .path("json")
                .properties()
                .forEach(member -> assertEquals(member.getValue(), body.path(member.getKey()), member.getKey()));
    }
}
