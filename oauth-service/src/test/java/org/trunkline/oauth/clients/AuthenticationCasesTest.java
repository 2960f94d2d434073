package org.trunkline.oauth.clients;

import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The rules of oauth_rules about registration and client authentication. Its flow-* cases are about ids of tenants,
 * which Trunkline has not, and about taking ids apart, which it never does: a flow's record says whose it is. Its other
 * cases are about refresh, expiry and errors of MCP servers, which are tested where those are.
 */
class AuthenticationCasesTest {

    static Stream<Case> registration() {
        return of("registrationAuthMethod");
    }

    static Stream<Case> tokenEndpoint() {
        return of("tokenEndpointAuthMethod");
    }

    @ParameterizedTest
    @MethodSource("registration")
    void registersForTheMethodOfLibreChat(Case example) {
        assertEquals(
                expected(example),
                AuthenticationMethods.toRegister(
                        list(example.input().path("serverAdvertised")),
                        text(example.input().path("token_exchange_method"))));
    }

    @ParameterizedTest
    @MethodSource("tokenEndpoint")
    void provesItselfByTheMethodOfLibreChat(Case example) {
        assertEquals(
                expected(example),
                AuthenticationMethods.withSecret(
                        list(example.input().path("tokenAuthMethods")),
                        text(example.input().path("tokenExchangeMethod")),
                        text(example.input().path("preferredMethod"))));
    }

    private static Stream<Case> of(String function) {
        return CaseFiles.of("oauth_rules")
                .filter(example -> example.input().path("fn").asText().equals(function));
    }

    private static String expected(Case example) {
        return text(example.expect().path("result"));
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    private static List<String> list(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : null;
    }
}
