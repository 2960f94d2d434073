package org.trunkline.problem;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import jakarta.ws.rs.core.Response.Status;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** The request cannot be understood as it is: the body names each field at fault. */
public final class InvalidRequest extends Problem {

    private static final int MOST_NAMED = 5;

    /** A fault that belongs to no single field. */
    public InvalidRequest(String message) {
        this("Bad Request", message);
    }

    /** A fault that belongs to no single field, with LibreChat's {@code error} and {@code message} apart. */
    public InvalidRequest(String error, String message) {
        super("invalid-request", Status.BAD_REQUEST, error, message, Map.of(), Map.of());
    }

    private InvalidRequest(String kind, String message, List<FieldIssue> issues) {
        this(kind, message, message, issues);
    }

    private InvalidRequest(String kind, String error, String message, List<FieldIssue> issues) {
        super(
                kind,
                Status.BAD_REQUEST,
                error,
                message,
                Map.of("detail", detail(message, issues), "errors", issues),
                Map.of());
    }

    /** The message with the fields at fault, unless it says already what is wrong with them. */
    private static String detail(String message, List<FieldIssue> issues) {
        String named = issues.stream()
                .map(FieldIssue::toString)
                .distinct()
                .limit(MOST_NAMED)
                .collect(Collectors.joining("; "));
        if (issues.stream().anyMatch(issue -> message.equals(issue.message()))) {
            return named;
        }
        return issues.isEmpty() || message.endsWith(issues.getLast().message()) ? message : message + ": " + named;
    }

    /** The body is not JSON. The parser's own words could repeat what the body holds, so only the place is told. */
    public static InvalidRequest notJson(JsonProcessingException failure) {
        JsonLocation place = failure.getLocation();
        return new InvalidRequest(
                place == null
                        ? "The body is not JSON"
                        : "The body is not JSON: see line " + place.getLineNr() + ", column " + place.getColumnNr());
    }

    /** The body is JSON but not of the form that is taken there. */
    static InvalidRequest unexpectedJson(MismatchedInputException mismatch) {
        return mismatch.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .findFirst()
                .map(field -> field(field, field + " is not of the expected type"))
                .orElseGet(() -> new InvalidRequest("The body must be a JSON object"));
    }

    /** A server's configuration with faults. */
    public static InvalidRequest configuration(List<FieldIssue> issues) {
        return new InvalidRequest("invalid-configuration", "Invalid configuration", issues);
    }

    /** A server's configuration that cannot be taken, for a reason that LibreChat's clients know by {@code code}. */
    public static InvalidRequest configuration(String code, FieldIssue issue) {
        return new InvalidRequest("invalid-configuration", code, issue.message(), List.of(issue));
    }

    /** Several fields of a request are wrong, which {@code message} sums up. */
    public static InvalidRequest fields(String message, List<FieldIssue> issues) {
        return new InvalidRequest("invalid-request", message, issues);
    }

    /** One field of a request is missing or wrong. */
    public static InvalidRequest field(String field, String message) {
        return new InvalidRequest(
                "invalid-request", message, List.of(new FieldIssue("custom", List.of(field), message)));
    }
}
