package org.trunkline.registry.sharing;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.bson.types.ObjectId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.AccessEntry;
import org.trunkline.registry.access.AccessRole;
import org.trunkline.registry.access.Grant;
import org.trunkline.registry.access.KnownCallers;
import org.trunkline.registry.access.Principal;

/** Shows and changes who may do what with managed servers; {@code {id}} is a server's {@code dbId}. */
@Path("/api/permissions/{type}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Permissions", description = "Who may do what with managed servers; the only type is mcpServer")
class PermissionsResource {

    private final KnownCallers callers;
    private final ShareableServers servers;
    private final AccessEntries entries;
    private final SharingChanges changes;
    private final PrincipalNames names;

    PermissionsResource(
            KnownCallers callers,
            ShareableServers servers,
            AccessEntries entries,
            SharingChanges changes,
            PrincipalNames names) {
        this.callers = callers;
        this.servers = servers;
        this.entries = entries;
        this.changes = changes;
        this.names = names;
    }

    @GET
    @Path("/roles")
    @Operation(summary = "The roles that can be granted on a server", description = "From the least to the most.")
    @APIResponse(responseCode = "200", description = "The roles, with their bits")
    @APIResponse(responseCode = "400", description = "There is no such type")
    public List<ShareableRole> roles(@RestPath String type) {
        ShareableServers.checkType(type);
        return Arrays.stream(AccessRole.values()).map(ShareableRole::of).toList();
    }

    @GET
    @Path("/effective/all")
    @Operation(
            summary = "What the caller may do with each managed server",
            description = "Servers that the caller does not see are not there. An administrator has all bits on all.")
    @APIResponse(responseCode = "200", description = "The servers' dbId to bits")
    public Map<String, Integer> all(@RestPath String type) {
        ShareableServers.checkType(type);
        Map<String, Integer> all = new TreeMap<>();
        servers.bits(callers.principals()).forEach((id, bits) -> all.put(id.toHexString(), bits));
        return all;
    }

    @GET
    @Path("/{id}/effective")
    @Operation(summary = "What the caller may do with a server", description = "All that any entry grants.")
    @APIResponse(responseCode = "200", description = "The bits")
    @APIResponse(responseCode = "404", description = "There is none that the caller may see")
    public EffectiveBits effective(@RestPath String type, @RestPath String id) {
        ShareableServers.checkType(type);
        return new EffectiveBits(servers.bits(callers.principals(), ShareableServers.id(id)));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Who was granted what on a server", description = "Needs the SHARE bit.")
    @APIResponse(responseCode = "200", description = "Users, groups and roles, and what everyone was granted")
    @APIResponse(responseCode = "403", description = "The caller lacks the SHARE bit")
    @APIResponse(responseCode = "404", description = "There is none that the caller may see")
    public Sharing get(@RestPath String type, @RestPath String id) {
        ShareableServers.checkType(type);
        ObjectId server = ShareableServers.id(id);
        servers.checkShare(callers.principals(), server);
        Instant now = Instant.now();
        List<AccessEntry> live =
                entries.on(server).stream().filter(entry -> entry.counts(now)).toList();
        PrincipalNames.Found found =
                names.of(live.stream().map(AccessEntry::principal).toList());
        AccessEntry everyone = SharingPlan.live(Principal.EVERYONE, live).orElse(null);
        return new Sharing(
                type,
                id,
                live.stream()
                        .filter(entry -> entry != everyone)
                        .map(entry -> shown(entry.principal(), entry.roleId, entry.expiresAt, found))
                        .toList(),
                everyone != null,
                everyone == null ? null : everyone.roleId);
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change who may do what with a server",
            description =
                    "Needs the SHARE bit and the capability SHARE; SHARE_PUBLIC to grant everyone what everyone has "
                            + "not. Can be repeated. When one part cannot be done, nothing is.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "share and unshare", value = """
                                    {"updated": [{"type": "group", "id": "ops", "accessRoleId": "mcpServer_editor",
                                                  "expiresAt": "2027-01-31T00:00:00Z"}],
                                     "removed": [{"type": "user", "id": "bob"}],
                                     "public": true, "publicAccessRoleId": "mcpServer_viewer"}""")))
    @APIResponse(responseCode = "200", description = "It is as was asked")
    @APIResponse(responseCode = "400", description = "errors names each unknown principal, type or role")
    @APIResponse(responseCode = "403", description = "The caller lacks the SHARE bit or a capability")
    @APIResponse(responseCode = "404", description = "There is none that the caller may see")
    @APIResponse(responseCode = "409", description = "No owner would be left, or others are changing it")
    public SharingChanged put(@RestPath String type, @RestPath String id, SharingRequest request) {
        ShareableServers.checkType(type);
        if (request == null) {
            throw new InvalidRequest("The body must be a JSON object");
        }
        SharingPlan plan = changes.apply(callers.principals(), ShareableServers.id(id), request);
        List<Grant> granted = plan.granted();
        PrincipalNames.Found found =
                names.of(granted.stream().map(Grant::principal).toList());
        return new SharingChanged(
                "Permissions updated successfully",
                new SharingChanged.Results(
                        granted.stream()
                                .map(grant ->
                                        shown(grant.principal(), grant.role().id(), grant.expiresAt(), found))
                                .toList(),
                        request.isPublic(),
                        plan.everyonesRole()));
    }

    private static SharedWith shown(Principal principal, String role, Instant end, PrincipalNames.Found found) {
        return new SharedWith(
                principal.type(), principal.id(), found.label(principal), found.email(principal), "local", role, end);
    }
}
