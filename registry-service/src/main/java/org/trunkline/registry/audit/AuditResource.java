package org.trunkline.registry.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.bson.conversions.Bson;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.InvalidRequest;

/** Shows administrators who did what to which server or permission. */
@Path("/api/admin/audit")
@RunOnVirtualThread
@Tag(name = "Administration")
class AuditResource {

    private static final String JSON_LINES = "application/jsonl";
    private static final int DEFAULT_LIMIT = 20;
    private static final int HIGHEST_LIMIT = 100;

    private final Callers callers;
    private final AuditTrail trail;
    private final ObjectMapper json;

    AuditResource(Callers callers, AuditTrail trail, ObjectMapper json) {
        this.callers = callers;
        this.trail = trail;
        this.json = json;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Who did what to which server or permission",
            description = "By pages, the newest first. No entry holds a secret; none is ever changed or removed.")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AuditPage.class),
                            examples = @ExampleObject(name = "a change", value = """
                                            {"data": [{"id": "691f3c0e8f0a4b2d9c1e7a55", "at": "2026-11-20T10:15:30Z",
                                             "actor": {"id": "alice", "name": "Alice Adams", "role": "USER"},
                                             "action": "server.changed",
                                             "resource": {"type": "server", "id": "691f3c0e8f0a4b2d9c1e7a54",
                                              "name": "git-hub"},
                                             "revision": 2, "changed": ["title", "headers.Authorization"],
                                             "before": {"title": "Git Hub", "headers": ["Authorization"]},
                                             "after": {"title": "Git Hub (EU)", "headers": ["Authorization"]}}],
                                             "has_more": false, "after": null}""")))
    @APIResponse(responseCode = "400", description = "A parameter cannot be read: errors names it")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    public AuditPage page(
            @BeanParam AuditQuery query,
            @Parameter(
                            description = "How many entries a page has at most: 1 to 100, else the nearest of these",
                            schema = @Schema(type = SchemaType.INTEGER),
                            example = "20")
                    @RestQuery
                    String limit,
            @Parameter(description = "The after of the page before") @RestQuery String after) {
        checkAdministrator();
        int most = limit(limit);
        Bson filter = after == null
                ? query.filter()
                : Filters.and(query.filter(), AuditCursor.decode(after).filter());
        List<AuditEntry> found = trail.newestFirst(filter).limit(most + 1).into(new ArrayList<>());
        boolean more = found.size() > most;
        List<AuditEntry> page = more ? found.subList(0, most) : found;
        return new AuditPage(page, more, more ? AuditCursor.at(page.getLast()).encoded() : null);
    }

    @GET
    @Path("/export")
    @Produces(JSON_LINES)
    @Operation(
            summary = "The same as JSON Lines",
            description = "All that the parameters ask for, the oldest first, one entry a line, as a stream.")
    @APIResponse(
            responseCode = "200",
            description = "The entries",
            content = @Content(mediaType = JSON_LINES, schema = @Schema(implementation = AuditEntry.class)))
    @APIResponse(responseCode = "400", description = "A parameter cannot be read: errors names it")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    public StreamingOutput export(@BeanParam AuditQuery query) {
        checkAdministrator();
        Bson filter = query.filter();
        return stream -> write(filter, stream);
    }

    private void write(Bson filter, OutputStream stream) throws IOException {
        try (MongoCursor<AuditEntry> entries = trail.oldestFirst(filter).cursor()) {
            while (entries.hasNext()) {
                stream.write((json.writeValueAsString(entries.next()) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void checkAdministrator() {
        if (!callers.isAdmin(callers.current())) {
            throw Forbidden.capability();
        }
    }

    private static int limit(String text) {
        try {
            return text == null ? DEFAULT_LIMIT : Math.clamp(Long.parseLong(text.strip()), 1, HIGHEST_LIMIT);
        } catch (NumberFormatException e) {
            throw InvalidRequest.field("limit", "Expected a whole number");
        }
    }
}
