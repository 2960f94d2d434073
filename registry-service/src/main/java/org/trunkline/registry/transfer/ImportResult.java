package org.trunkline.registry.transfer;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.problem.FieldIssue;
import org.trunkline.registry.servers.FieldChange;

/** What an import does, or would do, with one server or setting. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportResult(
        @Schema(description = "As the file calls it", examples = "GitHub")
        String name,

        @Schema(description = "What the import does with it", examples = "create")
        Outcome outcome,

        @Schema(description = "Whether it has been done: false in a dry run")
        boolean done,

        @Schema(description = "The server that it stands for; absent for one that is yet to be created")
        String serverName,

        @Schema(description = "What becomes different, without secrets; of a new server all its fields")
        List<FieldChange> changes,

        @Schema(description = "Why it is refused: field and remedy")
        List<FieldIssue> errors,

        @Schema(description = "Fields that have no meaning for a server that users manage")
        List<String> leftOut,

        @Schema(description = "For administrators: what to put into the declared file instead, as YAML")
        String declare) {

    /** What an import does. */
    public enum Outcome {
        CREATE("create"),
        CHANGE("change"),
        UNCHANGED("unchanged"),
        REFUSED("refused");

        private final String value;

        Outcome(String value) {
            this.value = value;
        }

        /** The value in JSON. */
        @JsonValue
        public String value() {
            return value;
        }
    }

    static ImportResult refused(ImportEntry entry, List<FieldIssue> errors, String declare) {
        return new ImportResult(entry.name(), Outcome.REFUSED, false, null, null, errors, null, declare);
    }
}
