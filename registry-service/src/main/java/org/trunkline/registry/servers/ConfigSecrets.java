package org.trunkline.registry.servers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bson.types.ObjectId;
import org.trunkline.secret.SecretBox;

/**
 * Seals the secrets of a managed server's configuration for storage, each for its own place: a sealed value that is
 * moved to another server or field does not open. Secrets are the OAuth client's, an API key, and all header values.
 */
@ApplicationScoped
class ConfigSecrets {

    private static final List<String> MAPS = List.of("headers", "requestHeaders");

    private final SecretBox box;

    ConfigSecrets(SecretBox box) {
        this.box = box;
    }

    /** Seals the secrets of {@code config} in place. */
    void seal(ObjectNode config, ObjectId server) {
        change(config, server, box::seal);
    }

    /**
     * Opens what {@link #seal} sealed, in place.
     *
     * @throws IllegalStateException when a value was not sealed for its place, or by a key that is gone
     */
    void open(ObjectNode config, ObjectId server) {
        change(config, server, box::open);
    }

    /** The sealed secrets of {@code config}, by their places. */
    static Map<String, String> sealed(ObjectNode config, ObjectId server) {
        Map<String, String> sealed = new LinkedHashMap<>();
        change(config, server, (value, place) -> {
            sealed.put(place, value);
            return value;
        });
        return sealed;
    }

    /** Puts other sealed values into the places of {@code config} that they are for. */
    static void replace(ObjectNode config, ObjectId server, Map<String, String> resealed) {
        change(config, server, (value, place) -> resealed.getOrDefault(place, value));
    }

    private static void change(ObjectNode config, ObjectId server, BinaryOperator<String> change) {
        String place = "server:" + server.toHexString() + ":";
        changeField(config.get("oauth"), "client_secret", place + "oauth.", change);
        changeField(config.get("apiKey"), "key", place + "apiKey.", change);
        for (String name : MAPS) {
            JsonNode map = config.path(name);
            map.properties().forEach(entry -> changeField(map, entry.getKey(), place + name + ".", change));
        }
    }

    private static void changeField(JsonNode object, String field, String place, BinaryOperator<String> change) {
        if (object instanceof ObjectNode fields && fields.hasNonNull(field)) {
            fields.put(field, change.apply(fields.get(field).asText(), place + field));
        }
    }
}
