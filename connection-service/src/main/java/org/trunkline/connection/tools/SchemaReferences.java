package org.trunkline.connection.tools;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Follows a schema's references to parts of itself: JSON pointers (RFC 6901) in a URI's fragment. */
final class SchemaReferences {

    private final JsonNode root;
    private final Map<String, JsonNode> targets = new HashMap<>();
    private final Set<JsonNode> open = Collections.newSetFromMap(new IdentityHashMap<>());

    SchemaReferences(JsonNode root) {
        this.root = root;
    }

    /**
     * What stands in the place of a reference: its target as {@code form} gives it; the empty schema when there is no
     * such target; only the target's type when the reference lies inside it.
     */
    ObjectNode follow(String reference, Form form) {
        if (!(targets.computeIfAbsent(reference, this::target) instanceof ObjectNode target)) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!open.add(target)) {
            return typeOf(target);
        }
        try {
            return form.of(target);
        } finally {
            open.remove(target);
        }
    }

    private static ObjectNode typeOf(ObjectNode target) {
        ObjectNode type = JsonNodeFactory.instance.objectNode();
        if (target.has("type")) {
            type.set("type", target.get("type"));
        } else if (target.has("properties")) {
            type.put("type", "object");
        }
        return type;
    }

    private JsonNode target(String reference) {
        if (!reference.startsWith("#")) {
            return MissingNode.getInstance();
        }
        try {
            String fragment = reference.substring(1).replace("+", "%2B");
            return root.at(JsonPointer.compile(URLDecoder.decode(fragment, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException noPointer) {
            return MissingNode.getInstance();
        }
    }

    /** How a target is written. */
    interface Form {
        ObjectNode of(ObjectNode target);
    }
}
