package org.trunkline.connection.status;

import java.util.Locale;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.connection.sessions.ConnectionState;
import org.trunkline.connection.sessions.Reason;
import org.trunkline.connection.sessions.SessionStatus;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.AuthorizationStatus;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What LibreChat makes of a connection and an authorization; where that is not true, the truth is told. */
class ConnectionStatusCasesTest {

    private static final String CANCELLED = "User cancelled OAuth flow";
    private static final int FLOW_LIVES_MS = 600_000;

    static Stream<Case> cases() {
        return CaseFiles.of("connection_status");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsHowItIs(Case example) {
        ConnectionStatus status = ConnectionStatus.of(session(example.input()), authorization(example.input()));

        JsonNode expected = example.expect();
        assertEquals(expected.path("requiresOAuth").asBoolean(), status.requiresOAuth());
        assertEquals(
                expected.path("authorizationState").asText(),
                status.authorizationState().value());
        assertEquals(
                claimsTooMuch(example)
                        ? ConnectionState.DISCONNECTED.value()
                        : expected.path("connectionState").asText(),
                status.connectionState().value());
    }

    /** J.15: LibreChat says connected when tokens are stored, though nothing is connected (st-15, st-17). */
    private static boolean claimsTooMuch(Case example) {
        return example.expect().path("connectionState").asText().equals("connected")
                && session(example.input()).state() != ConnectionState.CONNECTED;
    }

    /** A stale connection is of another revision of the configuration: there is none for this one. */
    private static SessionStatus session(JsonNode input) {
        return input.path("connection").isTextual() && !input.path("stale").asBoolean()
                ? SessionStatus.of(
                        ConnectionState.valueOf(
                                input.path("connection").asText().toUpperCase(Locale.ROOT)),
                        Reason.OPENED,
                        "")
                : SessionStatus.NONE;
    }

    private static AuthorizationStatus authorization(JsonNode input) {
        if (!input.path("server").asText().equals("oauth")) {
            return AuthorizationStatus.unknown(false);
        }
        AuthorizationState state = input.path("storedAuthorization").asBoolean()
                ? AuthorizationState.AUTHORIZED
                : flow(input.path("flow"));
        return new AuthorizationStatus(state, null, null, null, null);
    }

    /** What a flow amounts to says oauth-service, whose AuthorizationStateTest shows it; here it is given. */
    private static AuthorizationState flow(JsonNode flow) {
        boolean late = flow.path("ageMs").asInt() > FLOW_LIVES_MS;
        return switch (flow.path("status").asText()) {
            case "PENDING" -> late ? AuthorizationState.ERROR : AuthorizationState.AUTHORIZING;
            case "FAILED" ->
                flow.path("error").asText().equals(CANCELLED)
                        ? AuthorizationState.NEEDS_AUTHORIZATION
                        : AuthorizationState.ERROR;
            default -> AuthorizationState.NEEDS_AUTHORIZATION;
        };
    }
}
