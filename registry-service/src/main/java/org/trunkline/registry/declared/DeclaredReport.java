package org.trunkline.registry.declared;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How reading the declared servers went. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeclaredReport(
        @Schema(description = "The file; absent when none is configured", examples = "/etc/trunkline/librechat.yaml")
        String file,

        @Schema(description = "When the content that counts now was read")
        Instant readAt,

        @Schema(description = "The servers that work, in the file's order")
        List<String> servers,

        @Schema(description = "What is wrong, with the line where it stands")
        List<DeclaredFault> faults) {}
