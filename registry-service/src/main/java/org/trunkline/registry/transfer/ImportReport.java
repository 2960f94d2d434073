package org.trunkline.registry.transfer;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an import did, or would do. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportReport(
        @Schema(description = "true: nothing was written") boolean dryRun,

        @Schema(description = "What the file was read as", examples = "claude")
        String format,

        @Schema(description = "In the file's order") List<ImportResult> servers,

        @Schema(description = "Settings that are not a server's; absent when the file has none")
        List<ImportResult> settings) {}
