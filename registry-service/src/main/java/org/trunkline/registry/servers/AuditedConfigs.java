package org.trunkline.registry.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bson.Document;
import org.trunkline.server.ServerConfig;

/**
 * Configurations as the audit keeps them for good: what an owner is told, of headers and variables the names, of
 * secrets that they are there; of URLs not the parts that often hold a secret. Of a change, the fields that it
 * concerns.
 */
@ApplicationScoped
class AuditedConfigs {

    private static final List<String> NAMES_ONLY = List.of("headers", "requestHeaders", "oauth_headers", "env");
    private static final List<String> UNTOLD = List.of(
            "canEdit",
            "updatedAt",
            "dbId",
            "source",
            "iconPath",
            "tools",
            "toolFunctions",
            "capabilities",
            "initDuration",
            "inspectionFailed");
    private static final Pattern USER_INFO = Pattern.compile("^([^:/?#]+:/*)[^/?#]*@");
    private static final Pattern QUERY = Pattern.compile("[?#].*$", Pattern.DOTALL);

    private final ObjectMapper json;
    private final StoredConfigs configs;

    AuditedConfigs(ObjectMapper json, StoredConfigs configs) {
        this.json = json;
        this.configs = configs;
    }

    /** What a server is. */
    Document shown(VisibleServer server) {
        ObjectNode shown = json.valueToTree(RedactedServer.of(server));
        shown.remove(UNTOLD);
        shortenUrls(shown);
        ObjectNode whole = json.valueToTree(server.config());
        for (String name : NAMES_ONLY) {
            if (whole.has(name)) {
                whole.get(name).fieldNames().forEachRemaining(shown.withArray("/" + name)::add);
            }
        }
        Stream.of("oauth/client_secret", "apiKey/key")
                .filter(secret -> !whole.at("/" + secret).isMissingNode())
                .forEach(secret -> shown.withArray("/secrets").add(secret.replace('/', '.')));
        return new Document(json.convertValue(shown, new TypeReference<Map<String, Object>>() {}));
    }

    /** The paths of the fields whose values differ, secrets too. */
    List<String> changed(VisibleServer before, VisibleServer after) {
        Map<String, JsonNode> old = fields(before);
        Map<String, JsonNode> now = fields(after);
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> now.containsKey(name) && now.get(name).equals(old.get(name)));
        return new ArrayList<>(names);
    }

    /** By their paths; an object's fields each, deeper ones not. */
    private Map<String, JsonNode> fields(VisibleServer server) {
        Map<String, JsonNode> fields = new TreeMap<>();
        json.<ObjectNode>valueToTree(comparable(server)).properties().forEach(field -> {
            if (field.getValue().isObject()) {
                field.getValue()
                        .properties()
                        .forEach(inner -> fields.put(field.getKey() + "." + inner.getKey(), inner.getValue()));
            } else {
                fields.put(field.getKey(), field.getValue());
            }
        });
        return fields;
    }

    /** In clear, where it opens: a secret that does not, because its key is gone, counts as another one. */
    private ServerConfig comparable(VisibleServer server) {
        try {
            return server.id() == null ? server.config() : configs.opened(server.config(), server.id());
        } catch (IllegalStateException e) {
            return server.config();
        }
    }

    private static void shortenUrls(ObjectNode shown) {
        shorten(shown, "url");
        if (shown.get("oauth") instanceof ObjectNode oauth) {
            Stream.of("authorization_url", "token_url", "revocation_endpoint").forEach(name -> shorten(oauth, name));
        }
    }

    private static void shorten(ObjectNode object, String name) {
        if (object.has(name)) {
            String url = USER_INFO.matcher(object.get(name).asText()).replaceFirst("$1");
            object.put(name, QUERY.matcher(url).replaceFirst(""));
        }
    }
}
