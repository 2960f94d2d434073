package org.trunkline.connection.results;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.trunkline.problem.ResultTooLarge;

/**
 * Turns the result of a tool call into what LibreChat gives a model: a text, and artifacts beside it. Annotations,
 * {@code _meta} and {@code isError} have no place in that form.
 */
public final class ResultFormatter {

    /** The size of a decoded image that is passed on when nobody says otherwise: LibreChat's. */
    public static final long DEFAULT_MAX_IMAGE_BYTES = 10L * 1024 * 1024;

    private static final Set<String> KNOWN_PROVIDERS = Set.of(
            "google", "anthropic", "openai", "azureopenai", "openrouter", "xai", "deepseek", "ollama", "bedrock");

    private final ImageLimit limit;

    /** @param maxImageBytes the size up to which a decoded image is passed on */
    public ResultFormatter(long maxImageBytes) {
        limit = new ImageLimit(maxImageBytes);
    }

    /**
     * The form of {@code result} for a model of {@code provider}. A result without content is told by its structured
     * content.
     *
     * @param result a {@code CallToolResult} of MCP; may be null
     * @param provider in lower case; one that is not known gets everything as text
     * @throws ResultTooLarge when an image exceeds the limit
     */
    public FormattedResult format(JsonNode result, String provider) {
        JsonNode content = result == null ? null : result.get("content");
        if (content == null || !content.isArray() || content.isEmpty()) {
            return structured(result);
        }
        Answer answer = provider != null && KNOWN_PROVIDERS.contains(provider)
                ? new ArtifactAnswer(limit)
                : new TextAnswer(limit);
        content.forEach(answer::add);
        return answer.result();
    }

    private static FormattedResult structured(JsonNode result) {
        JsonNode structured = result == null ? null : result.get("structuredContent");
        return structured != null && structured.isContainerNode()
                ? FormattedResult.ofText(PrettyJson.of(structured))
                : FormattedResult.EMPTY;
    }

    /** One form of answer, built item by item. */
    interface Answer {
        void add(JsonNode item);

        FormattedResult result();
    }
}
