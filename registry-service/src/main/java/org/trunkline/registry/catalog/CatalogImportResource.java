package org.trunkline.registry.catalog;

import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.capabilities.Capability;
import org.trunkline.registry.capabilities.RequiresCapability;
import org.trunkline.registry.catalog.ServerJson.Remote;
import org.trunkline.registry.transfer.ImportEntry;
import org.trunkline.registry.transfer.ImportReport;
import org.trunkline.registry.transfer.Imports;

/** Makes servers of what registries describe. */
@Path("/api/mcp/servers/import/catalog")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Import and export")
class CatalogImportResource {

    private static final String FORMAT = "server.json";

    private final Callers callers;
    private final UpstreamRegistries registries;
    private final Imports imports;

    CatalogImportResource(Callers callers, UpstreamRegistries registries, Imports imports) {
        this.callers = callers;
        this.registries = registries;
        this.imports = imports;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresCapability({Capability.USE, Capability.CREATE})
    @Operation(
            summary = "Import a server that a registry describes",
            description = "Takes a server.json, or the name of a server in a registry that the operator configured. The"
                    + " server's remote becomes a managed server; required headers and variables without a value become"
                    + " values that each user supplies. Values that are given become everyone's. Packages are programs,"
                    + " which only operators may declare: administrators are told how.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CatalogImportRequest.class),
                            examples = {
                                @ExampleObject(name = "from a registry", value = """
                                        {"registry": "official", "name": "io.github.user/weather",
                                         "version": "1.0.2", "values": {"region": "eu-west-1"}}"""),
                                @ExampleObject(name = "server.json", value = """
                                        {"server": {"name": "com.example/crm", "description": "Customers",
                                         "version": "2.0.0", "remotes": [{"type": "streamable-http",
                                         "url": "https://{tenant}.example.com/mcp", "variables": {"tenant":
                                         {"description": "Your tenant", "isRequired": true}},
                                         "headers": [{"name": "Authorization", "value": "Bearer {token}",
                                         "variables": {"token": {"isRequired": true, "isSecret": true}}}]}]}}""")
                            }))
    @APIResponse(responseCode = "200", description = "What was done, or in a dry run would be")
    @APIResponse(responseCode = "400", description = "The description or a value is wrong: errors names it")
    @APIResponse(responseCode = "403", description = "It has packages only, which the caller may not declare")
    @APIResponse(responseCode = "404", description = "The registry has no such server or version")
    @APIResponse(responseCode = "502", description = "The registry does not answer as one does")
    public ImportReport run(
            @Parameter(description = "true: say what would change, and write nothing", example = "true") @RestQuery
                    boolean dryRun,
            CatalogImportRequest request) {
        ImportEntry entry = entry(request);
        return new ImportReport(dryRun, FORMAT, imports.run(List.of(entry), dryRun), null);
    }

    private ImportEntry entry(CatalogImportRequest request) {
        ServerJson server = described(request);
        Optional<Remote> remote = RemoteEntry.best(server);
        if (remote.isPresent()) {
            return new RemoteEntry(request).entry(server, remote.get());
        }
        if (!callers.isAdmin(callers.current())) {
            throw new Forbidden("Forbidden", ImportEntry.ONLY_DECLARED);
        }
        return PackageEntry.of(server);
    }

    private ServerJson described(CatalogImportRequest request) {
        if (request == null || (request.server() == null) == (request.name() == null)) {
            throw InvalidRequest.field("name", "Give either the name of a registry's server, or server");
        }
        if (request.server() == null) {
            return registries.server(request.registry(), request.name(), request.version());
        }
        if (request.server().name() == null) {
            throw InvalidRequest.field("server", "The description has no name");
        }
        return request.server();
    }
}
