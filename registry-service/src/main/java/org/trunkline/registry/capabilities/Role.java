package org.trunkline.registry.capabilities;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A role and what it may do, in the shape of LibreChat's roles. */
@RegisterForReflection
record Role(@Schema(examples = "USER") String name, Permissions permissions) {

    static Role of(String name, Map<Capability, Boolean> capabilities) {
        return new Role(name, new Permissions(capabilities));
    }

    /** By the kind of things that they are about. */
    @RegisterForReflection
    record Permissions(@JsonProperty("MCP_SERVERS") Map<Capability, Boolean> mcpServers) {}
}
