package org.trunkline.registry.transfer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.problem.FieldIssue;

/** Collects what becomes an {@link ImportEntry}, while a file's entry is read. */
final class EntryDraft {

    private static final Pattern IDENTITY = Pattern.compile("\\{\\{LIBRECHAT_(?:OPENID|USER|GRAPH|BODY)_[^}]*}}");

    final String name;
    final ObjectNode config = JsonNodeFactory.instance.objectNode();
    final List<FieldIssue> faults = new ArrayList<>();
    final List<String> leftOut = new ArrayList<>();
    private final References references = new References();
    private ObjectNode declared;

    EntryDraft(String name) {
        this.name = name;
    }

    void fault(String message, Object... path) {
        faults.add(new FieldIssue("custom", List.of(path), message));
    }

    /** Only the operator may have it; this is how. */
    void onlyDeclared(String field, ObjectNode declaration) {
        fault(ImportEntry.ONLY_DECLARED, field);
        declared = declaration;
    }

    /** Takes a block of headers; what is not of the right type is left to the form. */
    void headers(String block, JsonNode given) {
        if (!(given instanceof ObjectNode headers)) {
            config.set(block, given);
            return;
        }
        ObjectNode taken = config.putObject(block);
        headers.properties().forEach(entry -> {
            taken.set(entry.getKey(), entry.getValue());
            if (entry.getValue().isTextual()) {
                header(taken, block, entry.getKey(), entry.getValue().textValue());
            }
        });
    }

    private void header(ObjectNode taken, String block, String header, String value) {
        if (IDENTITY.matcher(value).find()) {
            fault(
                    "What Trunkline knows of a user is for declared servers; use a value of customUserVars",
                    block,
                    header);
        }
        taken.put(header, references.toUserValues(value));
    }

    /** @param unsaid the fields that the file's form has no place for */
    ImportEntry entry(Set<String> unsaid) {
        Set<String> inferred = new LinkedHashSet<>();
        for (Map.Entry<String, String> value : references.found().entrySet()) {
            JsonNode described = config.path("customUserVars").path(value.getKey());
            if (described.isMissingNode()
                    && !(config.get("customUserVars") instanceof JsonNode all && !all.isObject())) {
                inferred.add(value.getKey());
                config.withObject("/customUserVars")
                        .putObject(value.getKey())
                        .put("title", value.getValue())
                        .put("description", "The value of " + value.getValue() + " for " + name);
            }
        }
        return new ImportEntry(name, config, inferred, unsaid, faults, leftOut, declared);
    }
}
