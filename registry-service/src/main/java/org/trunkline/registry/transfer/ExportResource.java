package org.trunkline.registry.transfer;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.capabilities.Capability;
import org.trunkline.registry.capabilities.RequiresCapability;

/** Gives callers their servers as a configuration file of the tool that they name. */
@Path("/api/mcp/servers/export")
@RunOnVirtualThread
@Tag(name = "Import and export")
class ExportResource {

    private static final String YAML = "application/yaml";

    private final Exports exports;

    ExportResource(Exports exports) {
        this.exports = exports;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, YAML})
    @RequiresCapability(Capability.USE)
    @Operation(
            summary = "The caller's servers as a configuration file",
            description = "The servers that the caller may edit. Where a secret was, there is a variable whose name"
                    + " begins with MCP_SECRET_; users' values are variables, too. The servers that are left out are"
                    + " named with the reason, in _leftOut or, in YAML, in comments. Importing the file again changes"
                    + " nothing.")
    @APIResponse(
            responseCode = "200",
            description = "The file: YAML for librechat, JSON for the others",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(name = "claude", value = """
                                {"mcpServers": {"git-hub": {"type": "http", "url": "https://mcp.example.com/mcp",
                                 "headers": {"Authorization": "Bearer ${MCP_API_KEY}"}}},
                                 "_leftOut": {"weather": "it is declared by the operator, whose file has it"}}""")),
                @Content(mediaType = YAML, schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "400", description = "There is no such format, or none can be written in it")
    public RestResponse<String> export(
            @Parameter(
                            description = "librechat, claude, cursor or smithery",
                            required = true,
                            schema = @Schema(enumeration = {"librechat", "claude", "cursor", "smithery"}))
                    @RestQuery
                    String format) {
        FileFormat asked = FileFormat.named(format);
        if (asked == null || asked == FileFormat.VSCODE) {
            throw InvalidRequest.field("format", "Expected one of librechat, claude, cursor, smithery");
        }
        boolean yaml = asked == FileFormat.LIBRECHAT;
        return RestResponse.ResponseBuilder.ok(exports.file(asked), yaml ? YAML : MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=" + (yaml ? "librechat.yaml" : "mcp.json"))
                .build();
    }
}
