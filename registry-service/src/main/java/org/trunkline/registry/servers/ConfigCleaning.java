package org.trunkline.registry.servers;

import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.registry.form.UserForm;
import org.trunkline.registry.form.UsersKey;
import org.trunkline.registry.form.WebUrl;

/**
 * What is changed in a user's configuration before it is stored: placeholders that are not the user's to use go, and a
 * key that each user supplies becomes a user value.
 */
final class ConfigCleaning {

    private static final Pattern OPERATORS_PLACEHOLDERS =
            Pattern.compile("\\$\\{[^}]*}|\\{\\{LIBRECHAT_(?:OPENID|USER|GRAPH|BODY)_[^}]*}}");
    private static final int LONGEST_ICON = 256 * 1024;

    private ConfigCleaning() {}

    /** Cleans {@code config} in place. */
    static void clean(ObjectNode config) {
        List.of("headers", "requestHeaders").forEach(name -> cleanValues(config.get(name)));
        if (config.get("oauth") instanceof ObjectNode oauth) {
            List.of("authorization_url", "token_url").forEach(name -> cleanEndpoint(oauth, name));
        }
        UsersKey.use(config);
        if (config.path("iconPath").asText().length() > LONGEST_ICON) {
            config.remove("iconPath");
        }
    }

    private static void cleanValues(JsonNode map) {
        if (map instanceof ObjectNode values) {
            values.properties()
                    .forEach(entry -> values.put(
                            entry.getKey(),
                            OPERATORS_PLACEHOLDERS
                                    .matcher(entry.getValue().asText())
                                    .replaceAll("")));
        }
    }

    private static void cleanEndpoint(ObjectNode oauth, String name) {
        WebUrl.parse(oauth.path(name).asText())
                .ifPresent(url -> oauth.put(name, url.without(UserForm.TARGET_PARAMETERS)));
    }
}
