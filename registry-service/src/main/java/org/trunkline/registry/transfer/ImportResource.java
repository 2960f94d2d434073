package org.trunkline.registry.transfer;

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
import org.trunkline.registry.capabilities.Capability;
import org.trunkline.registry.capabilities.RequiresCapability;

/** Takes the configuration files of other tools. */
@Path("/api/mcp/servers/import")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Import and export")
class ImportResource {

    private static final String YAML = "application/yaml";

    private final Imports imports;
    private final SettingsImport settings;

    ImportResource(Imports imports, SettingsImport settings) {
        this.imports = imports;
        this.settings = settings;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, YAML, "application/x-yaml", "text/yaml", MediaType.TEXT_PLAIN})
    @RequiresCapability({Capability.USE, Capability.CREATE})
    @Operation(
            summary = "Import the servers of a configuration file",
            description = "Takes librechat.yaml, the mcpServers JSON of Claude, Cursor and Smithery, and Visual Studio"
                    + " Code's mcp.json. An entry stands for the server of exactly its name, else for the one with its"
                    + " title that the caller may edit, else for a new one; a file imported twice changes nothing the"
                    + " second time. What users set as variables, ${NAME}, ${env:NAME} or ${input:NAME}, becomes values"
                    + " that each user supplies. Commands (stdio) are refused: only operators declare those. Each"
                    + " entry is for itself.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(name = "Cursor", value = """
                                {"mcpServers": {"GitHub": {"url": "https://api.githubcopilot.com/mcp/",
                                 "headers": {"Authorization": "Bearer ${env:GITHUB_TOKEN}"}}}}""")),
                @Content(
                        mediaType = YAML,
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(name = "LibreChat", value = """
                                mcpServers:
                                  docs:
                                    type: streamable-http
                                    url: https://docs.example.com/mcp
                                """))
            })
    @APIResponse(responseCode = "200", description = "What was done, or in a dry run would be, entry by entry")
    @APIResponse(responseCode = "400", description = "The file cannot be read, or has no servers; nothing is written")
    @APIResponse(responseCode = "413", description = "The file is too large")
    public ImportReport run(
            @Parameter(description = "true: say what would change, and write nothing", example = "true") @RestQuery
                    boolean dryRun,
            @Parameter(
                            description = "What the file is; found out from its content if left out",
                            schema = @Schema(enumeration = {"librechat", "claude", "cursor", "smithery", "vscode"}))
                    @RestQuery
                    String format,
            String body) {
        ImportFile file = ImportFile.read(body, FileFormat.named(format));
        return new ImportReport(
                dryRun,
                file.format().toString(),
                imports.run(file.entries(), dryRun),
                file.format() == FileFormat.LIBRECHAT ? settings.run(file.root(), dryRun) : null);
    }
}
