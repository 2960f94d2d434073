package org.trunkline.inspection;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.tool.ToolDefinition;

/**
 * What an MCP server turned out to be like.
 *
 * @param requiresOAuth whether users must sign in; null when that was not asked, or could not be found out
 * @param capabilities of the server, as it told them at {@code initialize}; null when it told none
 * @param instructions the server's own text for models; null when it has none
 * @param tools null when they could not be listed without a user
 * @param duration of the inspection, in milliseconds
 * @param failure null when the server answered
 * @param reason of the failure, in words that name no address; null without one
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Inspection(
        Boolean requiresOAuth,
        @Schema(implementation = Object.class) JsonNode capabilities,
        String instructions,
        List<ToolDefinition> tools,
        long duration,
        Failure failure,
        String reason) {

    /** Why a server could not be inspected. */
    public enum Failure {
        /** The server does not answer, refuses the configured credential, or does not speak MCP. */
        UNREACHABLE,
        /** The outbound guard does not let requests go there. */
        NOT_ALLOWED
    }

    /** What is known of a server that did not answer. */
    public static Inspection failed(Failure failure, String reason, long duration) {
        return new Inspection(null, null, null, null, duration, failure, reason);
    }

    /** Whether the server could not be inspected. */
    @JsonIgnore
    public boolean isFailed() {
        return failure != null;
    }
}
