package org.trunkline.registry.catalog;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A server as the official registry describes it: {@code server.json}, schema {@value #SCHEMA}. Of what others describe
 * only the parts are read that an import needs. Every field may be null.
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ServerJson(
        @JsonProperty("$schema") String schema,

        @Schema(description = "Namespace and name", examples = "org.trunkline.local/git-hub")
        String name,

        @Schema(description = "At most 100 characters") String description,
        String title,
        @Schema(examples = "1.0.3") String version,
        List<Icon> icons,

        @Schema(description = "Where it can be reached; of our servers only told to those who may edit them")
        List<Remote> remotes,

        @JsonProperty("packages") List<PackageJson> packaged) {

    static final String SCHEMA = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json";

    /** A picture. */
    @RegisterForReflection
    @Schema(name = "ServerIcon")
    record Icon(String src) {}

    /** A server that listens somewhere. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Schema(name = "ServerRemote")
    record Remote(
            @Schema(examples = "streamable-http") String type,
            @Schema(description = "May have {variables}") String url,
            List<Input> headers,
            Map<String, Input> variables) {}

    /** A program that is run to have a server. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Schema(name = "ServerPackage")
    record PackageJson(
            @Schema(examples = "npm") String registryType,
            String identifier,
            String version,
            List<Input> runtimeArguments,
            List<Input> packageArguments,
            List<Input> environmentVariables) {}

    /**
     * A value that a server needs: a header, a variable of a template, an argument.
     *
     * @param name of a header, a variable of the environment, or a named argument
     * @param type of an argument: {@code named} or {@code positional}
     * @param value fixed; may have {variables}
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @Schema(name = "ServerInput")
    record Input(
            String name,
            String type,
            String valueHint,
            String description,
            @JsonProperty("isRequired") Boolean required,
            @JsonProperty("isSecret") Boolean secret,
            String value,
            @JsonProperty("default") String fallback,
            List<String> choices,
            Map<String, Input> variables) {

        boolean mustBeGiven() {
            return Boolean.TRUE.equals(required);
        }

        boolean isSecret() {
            return Boolean.TRUE.equals(secret);
        }
    }
}
