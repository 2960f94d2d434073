package org.trunkline.problem;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.ws.rs.core.Response.Status;

import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.Credential;
import org.trunkline.credential.PendingFlow;

/**
 * The user has to do something before the server can be used: sign in there, or give the values that it asks for. Then
 * the same request can be made again.
 */
public final class AuthorizationRequired extends Problem {

    private final PendingFlow flow;
    private final List<String> missingValues;

    private AuthorizationRequired(
            String message, Map<String, ?> members, PendingFlow flow, List<String> missingValues) {
        super("authorization-required", Status.CONFLICT, message, message, members, Map.of());
        this.flow = flow;
        this.missingValues = missingValues;
    }

    /**
     * The user has to sign in at the server.
     *
     * @param state why: there is no grant, it has ended, or lacks scopes
     * @param reason in words; null when there is nothing to say
     * @param flow the flow to finish; null when none has been begun
     */
    public static AuthorizationRequired signIn(
            String server, AuthorizationState state, String reason, PendingFlow flow) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("server", server);
        members.put("oauthRequired", true);
        members.put("authorizationState", state.value());
        if (flow != null) {
            members.put("oauthUrl", flow.url());
            members.put("flowId", flow.id());
            members.put("oauthTimeout", timeout(flow));
        }
        String why = reason == null ? "" : ": " + reason;
        return new AuthorizationRequired(
                "MCP server '" + server + "' wants the user to sign in" + why, members, flow, List.of());
    }

    /** {@link #signIn(String, AuthorizationState, String, PendingFlow)} as a credential says it. */
    public static AuthorizationRequired signIn(String server, Credential credential) {
        return signIn(server, credential.state(), credential.reason(), credential.flow());
    }

    /** The user has to give values. */
    public static AuthorizationRequired values(String server, List<String> missing) {
        String message = "MCP server '" + server + "' wants values of the user first: " + String.join(", ", missing);
        Map<String, Object> members = Map.of("server", server, "oauthRequired", false, "missingUserVars", missing);
        return new AuthorizationRequired(message, members, null, missing);
    }

    /** The flow that the user has to finish, if that is what is missing. */
    public Optional<PendingFlow> flow() {
        return Optional.ofNullable(flow);
    }

    /** The values that are missing; empty when it is a sign-in. */
    public List<String> missingValues() {
        return missingValues;
    }

    /** Milliseconds that the user has left to finish a flow. */
    public static long timeout(PendingFlow flow) {
        return Math.max(0, Duration.between(Instant.now(), flow.expiresAt()).toMillis());
    }
}
