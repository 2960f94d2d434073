package org.trunkline.registry.audit;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import com.mongodb.client.model.Filters;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.problem.InvalidRequest;

/** Which entries an administrator wants, as the request's parameters say; each may be absent. */
class AuditQuery {

    @RestQuery
    @Parameter(description = "The name or dbId of a server", example = "git-hub")
    String server;

    @RestQuery
    @Parameter(description = "The id of the user who did it", example = "alice")
    String actor;

    @RestQuery
    @Parameter(description = "What was done", example = "server.changed")
    String action;

    @RestQuery
    @Parameter(description = "Not before this time", example = "2026-11-20T00:00:00Z")
    String from;

    @RestQuery
    @Parameter(description = "Before this time", example = "2026-11-21T00:00:00Z")
    String to;

    /** @throws InvalidRequest that names the parameter that cannot be read */
    Bson filter() {
        List<Bson> all = new ArrayList<>();
        if (server != null) {
            all.add(Filters.eq("resource.type", "server"));
            all.add(Filters.or(Filters.eq("resource.name", server), Filters.eq("resource._id", server)));
        }
        if (actor != null) {
            all.add(Filters.eq("actor._id", actor));
        }
        if (action != null) {
            all.add(Filters.eq("action", known(action).value()));
        }
        if (from != null) {
            all.add(Filters.gte("at", time("from", from)));
        }
        if (to != null) {
            all.add(Filters.lt("at", time("to", to)));
        }
        return all.isEmpty() ? Filters.empty() : Filters.and(all);
    }

    private static AuditAction known(String action) {
        return AuditAction.of(action)
                .orElseThrow(() -> InvalidRequest.field(
                        "action",
                        "Expected one of "
                                + Arrays.stream(AuditAction.values())
                                        .map(AuditAction::value)
                                        .collect(Collectors.joining(", "))));
    }

    private static Instant time(String field, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw InvalidRequest.field(field, "Expected a time like 2026-11-20T00:00:00Z");
        }
    }
}
