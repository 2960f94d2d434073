package org.trunkline.registry.servers;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.problem.InvalidRequest;

/** Takes the configuration out of a request, and says where a body is no JSON. */
@ApplicationScoped
class RequestBodies {

    private final ObjectMapper json;

    RequestBodies(ObjectMapper json) {
        this.json = json;
    }

    /**
     * The member {@code config}.
     *
     * @throws InvalidRequest when the body has none, or is no JSON object
     */
    JsonNode config(String body) {
        JsonNode whole = parse(body);
        if (!whole.isObject()) {
            throw new InvalidRequest("The body must be a JSON object with the member config");
        }
        if (!whole.path("config").isObject()) {
            throw InvalidRequest.field("config", whole.has("config") ? "Expected object" : "Required");
        }
        return whole.get("config");
    }

    /**
     * The member {@code saveUnreachable}: whether a server is to be saved although it cannot be connected.
     *
     * @throws InvalidRequest when it is neither true nor false
     */
    boolean saveUnreachable(String body) {
        JsonNode flag = parse(body).path("saveUnreachable");
        if (!flag.isMissingNode() && !flag.isBoolean()) {
            throw InvalidRequest.field("saveUnreachable", "Expected boolean");
        }
        return flag.asBoolean(false);
    }

    private JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw InvalidRequest.notJson(e);
        }
    }
}
