package org.trunkline.connection.status;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What reinitializing a server gave, in LibreChat's words. A server that cannot be connected is no error of the
 * request.
 *
 * @param oauthUrl where the user signs in; null when there is no need, or no way
 * @param failureReason null on success
 * @param missingUserVars the values that the user has still to give; null unless that is the reason
 * @param connectionDeferred true when the server is connected for each request only; null otherwise
 */
@RegisterForReflection
record Reinitialization(
        boolean success,
        String message,
        @JsonInclude(JsonInclude.Include.ALWAYS) String oauthUrl,
        String serverName,
        boolean oauthRequired,
        String failureReason,
        List<String> missingUserVars,
        Boolean connectionDeferred) {

    static Reinitialization succeeded(String server, int tools) {
        String message = "MCP server '" + server + "' reinitialized successfully with " + tools + " tools";
        return new Reinitialization(true, message, null, server, false, null, null, null);
    }

    static Reinitialization deferred(String server) {
        String message = "MCP server '" + server + "' is connected for each request";
        return new Reinitialization(true, message, null, server, false, null, null, true);
    }

    static Reinitialization failed(String server) {
        String message = "Failed to reinitialize MCP server '" + server + "'";
        return new Reinitialization(false, message, null, server, false, "initialization_failed", null, null);
    }

    static Reinitialization needsSignIn(String server) {
        String message = "MCP server '" + server + "' wants the user to sign in";
        return new Reinitialization(false, message, null, server, true, "oauth_required", null, null);
    }

    static Reinitialization needsValues(String server, List<String> missing) {
        String message = "MCP server '" + server + "' wants values of the user: " + String.join(", ", missing);
        return new Reinitialization(false, message, null, server, false, "missing_custom_user_vars", missing, null);
    }
}
