package org.trunkline.registry.catalog;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.identity.Callers;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.capabilities.Capability;
import org.trunkline.registry.capabilities.RequiresCapability;
import org.trunkline.registry.servers.ServerCursor;

/**
 * The reading part of the official MCP registry's API, version 0.1 (modelcontextprotocol/registry,
 * docs/reference/api/openapi.yaml): its clients find here the servers that their user may see.
 */
@Path("/v0.1/servers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Catalogue", description = "The official MCP registry's API, over the servers that the caller may see")
class CatalogResource {

    private static final String DEFAULT_LIMIT = "30";

    private final Callers callers;
    private final Catalog catalog;

    CatalogResource(Callers callers, Catalog catalog) {
        this.callers = callers;
        this.catalog = catalog;
    }

    @GET
    @RequiresCapability(Capability.USE)
    @Operation(
            summary = "The catalogue",
            description = "The servers that the caller may see, the newest change first. Where a server is reached"
                    + " (remotes) is told to those who may edit it; others use it through Trunkline, under"
                    + " _meta.\"org.trunkline/server\".serverName.")
    @APIResponse(responseCode = "200", description = "A page of it")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read: errors names it")
    public CatalogPage list(
            @Parameter(description = "metadata.nextCursor of the page before") @RestQuery String cursor,
            @Parameter(
                            description = "How many servers a page has at most: 1 to 100; 30 if left out",
                            schema = @Schema(type = SchemaType.INTEGER),
                            example = "30")
                    @RestQuery
                    String limit,
            @Parameter(
                            description = "Text that the name, title or description contains, in whatever case",
                            example = "git")
                    @RestQuery
                    String search,
            @Parameter(
                            name = "updated_since",
                            description = "Only servers that changed then or later (RFC 3339)",
                            example = "2025-08-07T13:15:04.280Z")
                    @RestQuery("updated_since")
                    String updatedSince,
            @Parameter(description = "latest, or one version; only the latest is kept", example = "latest") @RestQuery
                    String version) {
        return catalog.page(
                Principals.of(callers),
                limit == null ? DEFAULT_LIMIT : limit,
                ServerCursor.decode("cursor", cursor),
                search,
                time(updatedSince),
                version);
    }

    @GET
    @Path("/{serverName}/versions")
    @RequiresCapability(Capability.USE)
    @Operation(summary = "The versions of a server", description = "Only the latest is kept.")
    @APIResponse(responseCode = "200", description = "Its versions")
    @APIResponse(responseCode = "404", description = "There is none that the caller may see")
    public CatalogPage versions(
            @Parameter(
                            description = "Its name in the catalogue, URL-encoded",
                            example = "org.trunkline.local%2Fgit-hub")
                    @RestPath
                    String serverName) {
        return CatalogPage.of(List.of(catalog.one(Principals.of(callers), serverName, null)), null);
    }

    @GET
    @Path("/{serverName}/versions/{version}")
    @RequiresCapability(Capability.USE)
    @Operation(summary = "One version of a server")
    @APIResponse(responseCode = "200", description = "The server")
    @APIResponse(responseCode = "404", description = "There is none of that name and version that the caller may see")
    public CatalogEntry version(
            @Parameter(
                            description = "Its name in the catalogue, URL-encoded",
                            example = "org.trunkline.local%2Fgit-hub")
                    @RestPath
                    String serverName,
            @Parameter(description = "The version, URL-encoded, or latest", example = "latest") @RestPath
                    String version) {
        return catalog.one(Principals.of(callers), serverName, version);
    }

    private static Instant time(String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw InvalidRequest.field("updated_since", "Expected a time like 2025-08-07T13:15:04.280Z (RFC 3339)");
        }
    }
}
