package org.trunkline.registry.servers;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.problem.NotFound;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.capabilities.Capabilities;
import org.trunkline.registry.capabilities.Capability;
import org.trunkline.server.ResolvedServer;

/** Tells the other services which servers a user has, with everything that connecting to them needs. */
@Path("/internal/v1/servers")
@RunOnVirtualThread
@Tag(name = "Internal", description = "For the other services of Trunkline only")
class NeighbourServersResource {

    private final VisibleServers servers;
    private final ResolvedServers resolved;
    private final Capabilities capabilities;

    NeighbourServersResource(VisibleServers servers, ResolvedServers resolved, Capabilities capabilities) {
        this.servers = servers;
        this.resolved = resolved;
        this.capabilities = capabilities;
    }

    @GET
    @Operation(summary = "Every server that a user may see", description = "In the order of names, secrets in clear.")
    @APIResponse(
            responseCode = "200",
            description = "The servers; ETag stands for them and what the user may do with them",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = ResolvedServer.class)))
    @APIResponse(responseCode = "304", description = "They are as If-None-Match says")
    public RestResponse<List<ResolvedServer>> visibleTo(
            @Parameter(description = "The user's id", required = true) @RestQuery String user,
            @Parameter(description = "The user's role") @RestQuery String role,
            @Parameter(description = "A group of the user; may be repeated") @RestQuery List<String> group,
            @Parameter(description = "The ETag of what the asking service has") @RestHeader(HttpHeaders.IF_NONE_MATCH)
                    List<String> ifNoneMatch) {
        Collection<VisibleServer> visible = capabilities.has(role, Capability.USE)
                ? servers.all(principals(user, role, group)).values()
                : List.of();
        Map<String, Map<String, String>> pins = new HashMap<>();
        visible.forEach(server -> pins.put(server.name(), resolved.pinned(server)));
        String tag = '"' + tag(visible, pins) + '"';
        boolean known = EntityTags.of(ifNoneMatch).have(tag);
        List<ResolvedServer> opened = known
                ? List.of()
                : visible.stream()
                        .flatMap(server -> resolved.ifItOpens(server, pins.get(server.name())).stream())
                        .toList();
        boolean whole = known || opened.size() == visible.size();
        return RestResponse.ResponseBuilder.create(known ? Status.NOT_MODIFIED : Status.OK, known ? null : opened)
                .header(HttpHeaders.ETAG, whole ? tag : null)
                .build();
    }

    private static String tag(Collection<VisibleServer> servers, Map<String, Map<String, String>> pins) {
        String all = servers.stream()
                .map(server -> server.name() + " " + tag(server, pins.get(server.name())))
                .collect(Collectors.joining("\n"));
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "One server, if a user may see it", description = "Secrets in clear.")
    @APIResponse(
            responseCode = "200",
            description = "The server; ETag stands for it and what the user may do with it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ResolvedServer.class)))
    @APIResponse(responseCode = "304", description = "It is as If-None-Match says")
    @APIResponse(responseCode = "404", description = "There is none that the user may see")
    public RestResponse<ResolvedServer> resolve(
            @Parameter(description = "The server's name") @RestPath String name,
            @Parameter(description = "The user's id", required = true) @RestQuery String user,
            @Parameter(description = "The user's role") @RestQuery String role,
            @Parameter(description = "A group of the user; may be repeated") @RestQuery List<String> group,
            @Parameter(description = "The ETag of what the asking service has") @RestHeader(HttpHeaders.IF_NONE_MATCH)
                    List<String> ifNoneMatch) {
        if (!capabilities.has(role, Capability.USE)) {
            throw new NotFound("Not Found", "MCP server not found");
        }
        VisibleServer server = servers.one(name, principals(user, role, group));
        Map<String, String> pinned = resolved.pinned(server);
        String tag = '"' + tag(server, pinned) + '"';
        boolean known = EntityTags.of(ifNoneMatch).have(tag);
        return RestResponse.ResponseBuilder.create(
                        known ? Status.NOT_MODIFIED : Status.OK, known ? null : resolved.of(server, pinned))
                .header(HttpHeaders.ETAG, tag)
                .build();
    }

    private static String tag(VisibleServer server, Map<String, String> pinned) {
        return server.revision() + "-" + server.permissions() + "-"
                + Integer.toHexString(Objects.hash(server.inspection(), pinned));
    }

    private static Principals principals(String user, String role, List<String> groups) {
        if (user == null || user.isEmpty()) {
            throw InvalidRequest.field("user", "Required");
        }
        return new Principals(user, role, Set.copyOf(groups));
    }
}
