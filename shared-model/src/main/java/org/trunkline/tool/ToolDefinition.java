package org.trunkline.tool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an MCP server says of one of its tools (MCP 2025-11-25, "Tools", "Tool"): all that a model or a user decides by.
 * Every member but the name may be null.
 *
 * @param inputSchema the JSON Schema of the arguments
 * @param outputSchema the JSON Schema of the structured result
 * @param annotations the server's hints on what the tool does
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolDefinition(
        String name,
        String title,
        String description,
        @Schema(implementation = Object.class) JsonNode inputSchema,
        @Schema(implementation = Object.class) JsonNode outputSchema,
        @Schema(implementation = Object.class) JsonNode annotations) {

    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /**
     * SHA-256 of the definition as JSON whose members are sorted at every depth, in hexadecimal: two definitions have
     * the same hash only if they say the same.
     */
    public String hash() {
        try {
            byte[] text = CANONICAL.writeValueAsString(members()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of the members that {@code other} says otherwise. */
    public List<String> differences(ToolDefinition other) {
        Map<String, Object> mine = members();
        Map<String, Object> others = other.members();
        return Stream.concat(mine.keySet().stream(), others.keySet().stream())
                .distinct()
                .filter(member -> !Objects.equals(mine.get(member), others.get(member)))
                .sorted()
                .toList();
    }

    /** Whether the server says that the tool changes nothing; false when it does not say. */
    public boolean readOnly() {
        return annotations != null && annotations.path("readOnlyHint").asBoolean(false);
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new TreeMap<>();
        members.put("name", name);
        members.put("title", title);
        members.put("description", description);
        members.put("inputSchema", plain(inputSchema));
        members.put("outputSchema", plain(outputSchema));
        members.put("annotations", plain(annotations));
        members.values().removeIf(Objects::isNull);
        return members;
    }

    private static Object plain(JsonNode node) {
        return node == null ? null : CANONICAL.convertValue(node, Object.class);
    }
}
