package org.trunkline.registry.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.server.ApiKey;

/**
 * The API key of a server that each user supplies: a value that users are asked for, and the header that carries it.
 */
public final class UsersKey {

    private static final String VARIABLE = "MCP_API_KEY";

    private UsersKey() {}

    /**
     * Makes a user value of the key that a configuration wants of each user, in place; others are left as they are. A
     * key that came along is nobody's. A process has no headers: its {@code args} and {@code env} may name the value.
     */
    public static void use(ObjectNode config) {
        JsonNode block = config.path("apiKey");
        if (!"user".equals(block.path("source").asText())) {
            return;
        }
        ((ObjectNode) block).remove("key");
        ObjectNode variables = config.withObject("/customUserVars");
        if (!variables.has(VARIABLE)) {
            variables
                    .putObject(VARIABLE)
                    .put("title", "API Key")
                    .put("description", "Your API key for this MCP server");
        }
        if (!config.has("command")) {
            carry(config, block);
        }
    }

    private static void carry(ObjectNode config, JsonNode block) {
        ApiKey key = new ApiKey(
                "user",
                block.path("authorization_type").asText(),
                block.path("custom_header").asText(null),
                null);
        config.withObject("/headers").put(key.header(), key.headerValue("{{" + VARIABLE + "}}"));
    }
}
