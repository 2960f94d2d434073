package org.trunkline.connection.tools;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Every tool that the caller can use, by server: LibreChat's shape and, beside it, what became of each server. */
@RegisterForReflection
public record ToolCatalogue(Map<String, ServerTools> servers) {

    /**
     * The tools of one server.
     *
     * @param icon null when the server has none
     * @param authenticated whether the user has given the values that the server asks for, and has signed in if it asks
     *     for that
     * @param chatMenu false: not to be offered in a chat's server menu; null when the configuration does not say
     * @param tools empty when the server has none or they could not be listed: {@code outcome} tells which
     * @param why the outcome is not {@code ok}, in words; null when it is
     * @param ageSeconds how long ago the server listed these tools; null when it did not
     * @param quarantined the names of tools that are not listed because their definition changed; null when none did
     * @param incomplete why the server's list was not read to its end; null when it was
     */
    @RegisterForReflection
    public record ServerTools(
            String name,
            @JsonInclude(JsonInclude.Include.ALWAYS) String icon,
            boolean authenticated,
            List<AuthField> authConfig,
            Boolean chatMenu,
            List<ToolEntry> tools,
            Outcome outcome,
            String why,
            Long ageSeconds,
            List<String> quarantined,
            String incomplete) {}

    /** A value that the user is asked for. */
    @RegisterForReflection
    public record AuthField(String authField, String label, String description, boolean sensitive) {}

    /**
     * One tool.
     *
     * @param pluginKey the tool's key: its name and its server's
     * @param parameters the schema of its arguments, in the form that model providers accept
     * @param annotations the server's hints on what the tool does; null when it gives none
     */
    @RegisterForReflection
    public record ToolEntry(
            String name,
            String pluginKey,
            String description,

            @Schema(
                    implementation = Object.class,
                    description = "The schema of the arguments, in the form that model providers accept")
            JsonNode parameters,

            @Schema(implementation = Object.class, description = "The server's hints on what the tool does")
            JsonNode annotations) {}

    /** What is known of a server's tools. */
    @Schema(enumeration = {"ok", "stale", "deferred", "unauthorized", "unreachable", "quarantined"})
    public enum Outcome {
        /** The list is what the server said lately. */
        OK("ok"),
        /** The list is what the server said some time ago; it could not be asked since, or was not yet. */
        STALE("stale"),
        /** The server is not asked before the user says so (reinitialize). */
        DEFERRED("deferred"),
        /** The server wants values of the user, or the user to sign in. */
        UNAUTHORIZED("unauthorized"),
        /** The server could not be asked, or not in time. */
        UNREACHABLE("unreachable"),
        /** Some tools are left out until somebody who may edit the server accepts their changed definitions. */
        QUARANTINED("quarantined");

        private final String value;

        Outcome(String value) {
            this.value = value;
        }

        /** The outcome in JSON. */
        @JsonValue
        public String value() {
            return value;
        }
    }
}
