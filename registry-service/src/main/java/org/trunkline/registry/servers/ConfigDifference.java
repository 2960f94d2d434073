package org.trunkline.registry.servers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Says field by field how two configurations, secrets in clear, differ; secrets it does not say. */
final class ConfigDifference {

    private static final Set<String> SECRETS = Set.of("oauth.client_secret", "apiKey.key");
    private static final List<String> HEADERS = List.of("headers.", "requestHeaders.");

    private ConfigDifference() {}

    static List<FieldChange> between(ObjectNode before, ObjectNode after) {
        Map<String, JsonNode> old = leaves(before);
        Map<String, JsonNode> next = leaves(after);
        Set<String> fields = new LinkedHashSet<>(old.keySet());
        fields.addAll(next.keySet());
        List<FieldChange> changes = new ArrayList<>();
        for (String field : fields) {
            JsonNode from = old.get(field);
            JsonNode to = next.get(field);
            if (from == null || !from.equals(to)) {
                boolean secret = isSecret(field, from) || isSecret(field, to);
                changes.add(new FieldChange(field, shown(field, from), shown(field, to), secret ? true : null));
            }
        }
        return changes;
    }

    private static Map<String, JsonNode> leaves(ObjectNode config) {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        collect("", config, leaves);
        return leaves;
    }

    private static void collect(String before, ObjectNode object, Map<String, JsonNode> leaves) {
        object.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode inner) {
                collect(before + entry.getKey() + ".", inner, leaves);
            } else {
                leaves.put(before + entry.getKey(), entry.getValue());
            }
        });
    }

    private static JsonNode shown(String field, JsonNode value) {
        return isSecret(field, value) ? null : value;
    }

    private static boolean isSecret(String field, JsonNode value) {
        if (value == null) {
            return false;
        }
        boolean header = HEADERS.stream().anyMatch(field::startsWith);
        return SECRETS.contains(field) || header && !HeaderTemplate.isOpen(value.asText());
    }
}
