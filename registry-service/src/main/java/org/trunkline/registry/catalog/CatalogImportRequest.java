package org.trunkline.registry.catalog;

import java.util.Map;
import java.util.Set;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which described server to import, and what to put into its description. May hold secrets. */
@RegisterForReflection
record CatalogImportRequest(
        @Schema(
                description = "A registry, by its name in trunkline.catalog.registries; left out: the only one",
                examples = "official")
        String registry,

        @Schema(description = "The server's name there", examples = "io.github.user/weather")
        String name,

        @Schema(description = "Left out: the latest", examples = "1.0.2")
        String version,

        @Schema(description = "The description itself, instead of registry and name")
        ServerJson server,

        @Schema(description = "Values of headers and variables, by name, that are then the same for all users")
        Map<String, String> values,

        @Schema(description = "Optional headers and variables that each user shall supply all the same")
        Set<String> ask) {

    @Override
    public String toString() {
        return "CatalogImportRequest[registry=" + registry + ", name=" + name + ", version=" + version + "]";
    }
}
