package org.trunkline.connection.results;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a model is given of a tool's result; in JSON the array {@code [text, artifacts]}.
 *
 * @param artifacts {@code content} holds images and {@code ui_resources} what a chat shows; null when there are none
 */
@RegisterForReflection
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"text", "artifacts"})
public record FormattedResult(String text, JsonNode artifacts) {

    /** The answer of a tool that says nothing. */
    static final FormattedResult EMPTY = new FormattedResult("(No response)", null);

    /** A text alone; {@link #EMPTY} when there is none. */
    static FormattedResult ofText(String text) {
        return text.isEmpty() ? EMPTY : new FormattedResult(text, null);
    }
}
