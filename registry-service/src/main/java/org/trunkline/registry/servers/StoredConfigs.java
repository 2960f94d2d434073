package org.trunkline.registry.servers;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.trunkline.server.ServerConfig;

/** Between configurations as JSON, as documents in the database with their secrets sealed, and as records. */
@ApplicationScoped
class StoredConfigs {

    private final ObjectMapper json;
    private final ConfigSecrets secrets;

    StoredConfigs(ObjectMapper json, ConfigSecrets secrets) {
        this.json = json;
        this.secrets = secrets;
    }

    /** The document to store for a server's configuration. */
    Document stored(ObjectNode config, ObjectId server) {
        ObjectNode sealed = config.deepCopy();
        secrets.seal(sealed, server);
        return document(sealed);
    }

    /** A server's secrets as they are stored, by their places. */
    Map<String, String> secrets(ManagedServer server) {
        return ConfigSecrets.sealed(json.valueToTree(server.config), server.id);
    }

    /** The document to store for a server whose configuration stays the same, but for how these secrets are sealed. */
    Document resealed(ManagedServer server, Map<String, String> resealed) {
        ObjectNode config = json.valueToTree(server.config);
        ConfigSecrets.replace(config, server.id, resealed);
        return document(config);
    }

    /** A server's configuration, secrets as they are stored. */
    ServerConfig sealed(ManagedServer server) {
        return typed(json.valueToTree(server.config));
    }

    /** A server's configuration, secrets in clear: for the neighbours only. */
    ServerConfig opened(ServerConfig sealed, ObjectId server) {
        ObjectNode config = json.valueToTree(sealed);
        secrets.open(config, server);
        return typed(config);
    }

    private Document document(ObjectNode config) {
        return new Document(json.convertValue(config, new TypeReference<Map<String, Object>>() {}));
    }

    /** The record of a configuration's JSON. */
    ServerConfig typed(ObjectNode config) {
        try {
            return json.treeToValue(config, ServerConfig.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored configuration cannot be read", e);
        }
    }
}
