package org.trunkline.problem;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What is wrong with one field of a request, in the shape of the issues that LibreChat's validation reports.
 *
 * @param code the kind of fault, for instance {@code invalid_type}
 * @param path from the validated object to the field: names, and positions in arrays
 * @param message what is wrong and, where it is not plain, the remedy
 */
@RegisterForReflection
public record FieldIssue(String code, List<Object> path, String message) {

    /** {@code path: message}, the path joined by dots. */
    @Override
    public String toString() {
        return String.join(".", path.stream().map(String::valueOf).toList()) + ": " + message;
    }
}
