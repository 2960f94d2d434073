package org.trunkline.registry.capabilities;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.problem.FieldIssue;
import org.trunkline.problem.InvalidRequest;

/** What a request wants of a role: some capabilities, each there or not. */
final class RoleChange {

    private RoleChange() {}

    /** @throws InvalidRequest that names what is no capability and what is neither true nor false */
    static Map<Capability, Boolean> read(String body, ObjectMapper json) {
        JsonNode given;
        try {
            given = json.readTree(body);
        } catch (JsonProcessingException e) {
            throw InvalidRequest.notJson(e);
        }
        if (!given.isObject()) {
            throw new InvalidRequest("The body must be a JSON object");
        }
        Map<Capability, Boolean> change = new EnumMap<>(Capability.class);
        List<FieldIssue> issues = new ArrayList<>();
        given.properties().forEach(entry -> {
            Capability capability = named(entry.getKey());
            if (capability == null) {
                issues.add(new FieldIssue("unrecognized_keys", List.of(entry.getKey()), "There is no such capability"));
            } else if (entry.getValue().isBoolean()) {
                change.put(capability, entry.getValue().booleanValue());
            } else {
                issues.add(new FieldIssue("invalid_type", List.of(entry.getKey()), "Expected boolean"));
            }
        });
        if (!issues.isEmpty()) {
            throw InvalidRequest.fields("Invalid MCP servers permissions.", issues);
        }
        return change;
    }

    private static Capability named(String name) {
        for (Capability capability : Capability.values()) {
            if (capability.name().equals(name)) {
                return capability;
            }
        }
        return null;
    }
}
