package org.trunkline.connection.tools;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What servers want models to be told.
 *
 * @param servers by name
 * @param text of all that have one, in LibreChat's words (librechat.md, F.6); null when none has
 */
@RegisterForReflection
record Instructions(
        Map<String, OfServer> servers,
        @JsonInclude(JsonInclude.Include.ALWAYS) String text) {

    private static final String HEAD =
            "# MCP Server Instructions\n\nThe following MCP servers are available with their specific instructions:\n\n";
    private static final String END =
            "\n\nPlease follow these instructions when using tools from the respective MCP servers.";

    /**
     * The instructions of one server that are in force.
     *
     * @param text null when there is none
     */
    @RegisterForReflection
    record OfServer(
            Source source,
            @JsonInclude(JsonInclude.Include.ALWAYS) String text) {}

    /** Whose words they are. */
    @Schema(enumeration = {"own", "override", "none", "unknown"})
    enum Source {
        /** The server's own; without a text, it has none. */
        OWN,
        /** The configuration's. */
        OVERRIDE,
        /** The configuration wants none. */
        NONE,
        /** The server's own, but it was not connected yet. */
        UNKNOWN;

        /** The source in JSON. */
        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Instructions of(Map<String, OfServer> servers) {
        List<String> texts = servers.entrySet().stream()
                .filter(server -> server.getValue().text() != null)
                .map(server -> "## " + server.getKey() + " MCP Server Instructions\n\n"
                        + server.getValue().text())
                .toList();
        return new Instructions(
                servers, texts.isEmpty() ? null : texts.stream().collect(Collectors.joining("\n\n", HEAD, END)));
    }
}
