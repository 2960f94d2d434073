package org.trunkline.registry.pins;

import java.time.Instant;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.tool.ToolDefinition;

/** A tool whose definition is no longer the accepted one. */
@RegisterForReflection
public record QuarantinedTool(
        @Schema(examples = "read_file") String tool,

        @Schema(description = "The accepted definition") Version pinned,

        @Schema(description = "What the server says now") Version offered,

        @Schema(description = "The members in which the two differ", examples = "[\"description\"]")
        List<String> differs) {

    /** One definition. */
    @RegisterForReflection
    public record Version(
            @Schema(description = "SHA-256 of the definition, in hexadecimal")
            String hash,

            @Schema(description = "When it was accepted, or first seen")
            Instant since,

            ToolDefinition definition) {}

    static QuarantinedTool of(Pin pin) {
        ToolDefinition pinned = Definitions.read(pin.definition);
        ToolDefinition offered = Definitions.read(pin.offered);
        return new QuarantinedTool(
                pin.tool,
                new Version(pin.hash, pin.since, pinned),
                new Version(pin.offeredHash, pin.offeredSince, offered),
                pinned.differences(offered));
    }
}
