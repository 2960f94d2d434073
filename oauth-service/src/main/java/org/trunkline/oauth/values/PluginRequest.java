package org.trunkline.oauth.values;

import java.util.Map;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.problem.InvalidRequest;

/**
 * LibreChat's way to give or take back the values of a server. Holds secrets: {@link #toString()} shows none.
 *
 * @param action null or another word is refused
 * @param auth variable to value; null is the same as empty
 */
@RegisterForReflection
record PluginRequest(
        @Schema(description = "mcp_ and the server's name", examples = "mcp_github")
        String pluginKey,

        @Schema(
                enumeration = {"install", "uninstall"},
                examples = "install")
        String action,

        @Schema(description = "Variable to value", examples = "{\"API_KEY\": \"k-123\"}")
        Map<String, String> auth) {

    private static final String PREFIX = "mcp_";

    PluginRequest {
        auth = auth == null ? Map.of() : auth;
    }

    /** The server that is meant. */
    String server() {
        if (pluginKey == null || !pluginKey.startsWith(PREFIX) || pluginKey.length() == PREFIX.length()) {
            throw InvalidRequest.field("pluginKey", "pluginKey must be mcp_<server>");
        }
        return pluginKey.substring(PREFIX.length());
    }

    /** Whether values are to be stored; else they are to be cleared. */
    boolean installs() {
        return switch (action) {
            case "install" -> true;
            case "uninstall" -> false;
            case null, default -> throw InvalidRequest.field("action", "action must be install or uninstall");
        };
    }

    @Override
    public String toString() {
        return "PluginRequest[" + action + " " + pluginKey + "]";
    }
}
