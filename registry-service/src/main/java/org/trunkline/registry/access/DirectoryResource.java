package org.trunkline.registry.access;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.bson.Document;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.trunkline.identity.Callers;
import org.trunkline.problem.FieldIssue;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.audit.AuditAction;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.AuditEvents;
import org.trunkline.registry.audit.AuditRelay;
import org.trunkline.registry.audit.Outbox;

/** Takes users and groups that access can be granted to before they have signed in. */
@Path("/api/admin/directory")
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Administration")
class DirectoryResource {

    private final Callers callers;
    private final KnownUsers users;
    private final KnownGroups groups;
    private final AuditEvents events;
    private final AuditRelay relay;

    DirectoryResource(Callers callers, KnownUsers users, KnownGroups groups, AuditEvents events, AuditRelay relay) {
        this.callers = callers;
        this.users = users;
        this.groups = groups;
        this.events = events;
        this.relay = relay;
    }

    @PUT
    @Path("/users")
    @Operation(
            summary = "Import users",
            description =
                    "Adds those that are not known and updates the others; a field that is absent stays as it was.")
    @APIResponse(responseCode = "200", description = "All are known now")
    @APIResponse(responseCode = "400", description = "errors names each entry at fault; none was imported")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    public Imported users(List<ImportedUser> imported) {
        check(imported, ImportedUser::id);
        return keep(imported.stream().map(ImportedUser::known).toList(), "users", users, users::store, user -> user.id);
    }

    @PUT
    @Path("/groups")
    @Operation(
            summary = "Import groups",
            description =
                    "Adds those that are not known and updates the others. Who is a member is said by the tokens.")
    @APIResponse(responseCode = "200", description = "All are known now")
    @APIResponse(responseCode = "400", description = "errors names each entry at fault; none was imported")
    @APIResponse(responseCode = "403", description = "The caller is no administrator")
    public Imported groups(List<ImportedGroup> imported) {
        check(imported, ImportedGroup::id);
        return keep(
                imported.stream().map(ImportedGroup::known).toList(),
                "groups",
                groups,
                groups::store,
                group -> group.id);
    }

    private <T> Imported keep(
            List<T> imported,
            String kind,
            Outbox outbox,
            BiConsumer<List<T>, AuditEntry> store,
            Function<T, String> id) {
        if (!imported.isEmpty()) {
            AuditEntry event = events.byCaller(
                    AuditAction.DIRECTORY_IMPORTED, AuditEntry.Resource.directory(kind), AuditEvents.later());
            event.after = new Document("imported", imported.size())
                    .append("ids", imported.stream().map(id).toList());
            store.accept(imported, event);
            relay.relay(outbox, id.apply(imported.getFirst()));
        }
        return new Imported(imported.size());
    }

    private <T> void check(List<T> imported, Function<T, String> id) {
        if (!callers.isAdmin(callers.current())) {
            throw Forbidden.capability();
        }
        if (imported == null) {
            throw new InvalidRequest("The body must be a JSON array");
        }
        List<FieldIssue> issues = new ArrayList<>();
        for (int i = 0; i < imported.size(); i++) {
            T one = imported.get(i);
            if (one == null || id.apply(one) == null || id.apply(one).isBlank()) {
                issues.add(new FieldIssue("custom", List.of(i, "id"), "Required"));
            }
        }
        if (!issues.isEmpty()) {
            throw InvalidRequest.fields("Invalid directory entries", issues);
        }
    }
}
