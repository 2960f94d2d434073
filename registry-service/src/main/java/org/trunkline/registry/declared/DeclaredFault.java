package org.trunkline.registry.declared;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.trunkline.problem.FieldIssue;

/**
 * What is wrong with one declared server, which is left out for it, or with the file.
 *
 * @param name of the server; null when the fault is the file's
 * @param line where it stands in the file, from 1; null when there is no file
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeclaredFault(String name, Integer line, List<FieldIssue> errors) {

    static DeclaredFault of(String name, Integer line, String message) {
        return new DeclaredFault(name, line, List.of(new FieldIssue("custom", List.of(), message)));
    }

    /** In one line, for the log. */
    String summary() {
        String place = line == null ? "" : "line " + line + ": ";
        String subject = name == null ? "" : "server '" + name + "': ";
        return place
                + subject
                + String.join(
                        "; ",
                        errors.stream()
                                .map(issue -> issue.path().isEmpty() ? issue.message() : issue.toString())
                                .toList());
    }
}
