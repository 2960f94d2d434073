package org.trunkline.connection.status;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.trunkline.credential.PendingFlow;
import org.trunkline.problem.AuthorizationRequired;

/**
 * What reinitializing a server gave, in LibreChat's words. A server that cannot be connected is no error of the
 * request; one where the user only has to sign in counts as success.
 *
 * @param oauthUrl where the user signs in; null when there is no need, or no way
 * @param flowId the flow that the user has to finish; null without one
 * @param oauthTimeout milliseconds that the user has for it; null without one
 * @param failureReason null on success
 * @param missingUserVars the values that the user has still to give; null unless that is the reason
 * @param connectionDeferred true when the server is connected for each request only; null otherwise
 * @param why what went wrong, in words; null unless {@code failureReason} does not say it
 * @param stderr what the server's process wrote last on its standard error; null for who may not edit the server
 */
@RegisterForReflection
record Reinitialization(
        boolean success,
        String message,
        @JsonInclude(JsonInclude.Include.ALWAYS) String oauthUrl,
        String flowId,
        Long oauthTimeout,
        String serverName,
        boolean oauthRequired,
        String failureReason,
        List<String> missingUserVars,
        Boolean connectionDeferred,
        String why,
        List<String> stderr) {

    static Reinitialization succeeded(String server, int tools) {
        String message = "MCP server '" + server + "' reinitialized successfully with " + tools + " tools";
        return new Reinitialization(true, message, null, null, null, server, false, null, null, null, null, null);
    }

    static Reinitialization deferred(String server) {
        String message = "MCP server '" + server + "' is connected for each request";
        return new Reinitialization(true, message, null, null, null, server, false, null, null, true, null, null);
    }

    /**
     * It could not be connected.
     *
     * @param said what the server's process wrote last, if the user may be told it
     */
    static Reinitialization failed(String server, String why, List<String> said) {
        String message = "Failed to reinitialize MCP server '" + server + "'";
        List<String> stderr = said.isEmpty() ? null : said;
        return new Reinitialization(
                false, message, null, null, null, server, false, "initialization_failed", null, null, why, stderr);
    }

    /** The server could not be connected when it was saved, and cannot be now. */
    static Reinitialization unreachable(String server) {
        String message = "MCP server '" + server + "' is still unreachable";
        return new Reinitialization(
                false, message, null, null, null, server, false, "unreachable", null, null, null, null);
    }

    /** @param discovered whether the server lists its tools without a sign-in */
    static Reinitialization requires(String server, AuthorizationRequired required, boolean discovered) {
        List<String> missing = required.missingValues();
        if (!missing.isEmpty()) {
            String message = "MCP server '" + server + "' wants values of the user: " + String.join(", ", missing);
            return new Reinitialization(
                    false,
                    message,
                    null,
                    null,
                    null,
                    server,
                    false,
                    "missing_custom_user_vars",
                    missing,
                    null,
                    null,
                    null);
        }
        return required.flow()
                .map(flow -> needsSignIn(server, flow, discovered))
                .orElseGet(() -> new Reinitialization(
                        false,
                        required.getMessage(),
                        null,
                        null,
                        null,
                        server,
                        true,
                        "oauth_required",
                        null,
                        null,
                        null,
                        null));
    }

    private static Reinitialization needsSignIn(String server, PendingFlow flow, boolean discovered) {
        String message = "MCP server '" + server + "' "
                + (discovered ? "tools discovered, OAuth required for execution" : "ready for OAuth authentication");
        long timeout = AuthorizationRequired.timeout(flow);
        return new Reinitialization(
                true, message, flow.url(), flow.id(), timeout, server, true, null, null, null, null, null);
    }
}
