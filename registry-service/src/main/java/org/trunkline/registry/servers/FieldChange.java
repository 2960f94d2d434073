package org.trunkline.registry.servers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One field that a new configuration gives another value. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldChange(
        @Schema(description = "Its name, with those of the objects around it", examples = "oauth.scope")
        String field,

        @Schema(description = "Absent: the field was not there, or its value is secret", examples = "read")
        Object before,

        @Schema(description = "Absent: the field goes, or its value is secret", examples = "read write")
        Object after,

        @Schema(description = "true: a value is secret and not shown")
        Boolean secret) {}
