package org.trunkline.registry.inspection;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.inspection.Inspection;
import org.trunkline.tool.ToolDefinition;

/**
 * An inspection's result as it is kept beside a configuration: read only when it is told, and never larger than
 * {@link #LARGEST} characters. Of too many tools only the names are kept, of too many names nothing.
 *
 * @param requiresOAuth as in {@link Inspection}
 * @param failed whether the server could not be inspected
 * @param text the inspection as JSON
 */
public record Inspected(Boolean requiresOAuth, boolean failed, String text) {

    private static final int LARGEST = 512 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The result of an inspection. */
    static Inspected of(Inspection inspection) {
        String text = Stream.of(inspection, without(inspection, named(inspection.tools())), without(inspection, null))
                .map(Inspected::written)
                .filter(written -> written.length() <= LARGEST)
                .findFirst()
                .orElseThrow();
        return new Inspected(inspection.requiresOAuth(), inspection.isFailed(), text);
    }

    /** All that was found. */
    public Inspection whole() {
        try {
            return JSON.readValue(text, Inspection.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored inspection cannot be read", e);
        }
    }

    /** Changes with the result. */
    public String tag() {
        return Integer.toHexString(text.hashCode());
    }

    private static Inspection without(Inspection inspection, List<ToolDefinition> tools) {
        return new Inspection(
                inspection.requiresOAuth(),
                null,
                null,
                tools,
                inspection.duration(),
                inspection.failure(),
                inspection.isFailed() ? "the server did not answer as it should" : null);
    }

    private static List<ToolDefinition> named(List<ToolDefinition> tools) {
        return tools == null
                ? null
                : tools.stream()
                        .map(tool -> new ToolDefinition(tool.name(), null, null, null, null, null))
                        .toList();
    }

    private static String written(Inspection inspection) {
        try {
            return JSON.writeValueAsString(inspection);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
