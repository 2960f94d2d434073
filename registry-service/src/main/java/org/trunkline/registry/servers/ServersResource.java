package org.trunkline.registry.servers;

import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.trunkline.identity.Callers;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.capabilities.Capabilities;
import org.trunkline.registry.capabilities.Capability;
import org.trunkline.registry.capabilities.RequiresCapability;
import org.trunkline.registry.form.Reading;
import org.trunkline.registry.form.UserForm;
import org.trunkline.registry.inspection.Inspector;
import org.trunkline.registry.inspection.Probe;

/** The servers that the caller may see, and the caller's own. */
@Path("/api/mcp/servers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Servers")
class ServersResource {

    private final Callers callers;
    private final VisibleServers servers;
    private final ServerListings listings;
    private final ServerLifecycle lifecycle;
    private final ServerChanges changes;
    private final RequestBodies bodies;
    private final Capabilities capabilities;
    private final Inspector inspector;
    private final RedirectUris redirects;
    private final UserForm form = new UserForm();

    ServersResource(
            Callers callers,
            VisibleServers servers,
            ServerListings listings,
            ServerLifecycle lifecycle,
            ServerChanges changes,
            RequestBodies bodies,
            Capabilities capabilities,
            Inspector inspector,
            RedirectUris redirects) {
        this.callers = callers;
        this.servers = servers;
        this.listings = listings;
        this.lifecycle = lifecycle;
        this.changes = changes;
        this.bodies = bodies;
        this.capabilities = capabilities;
        this.inspector = inspector;
        this.redirects = redirects;
    }

    @GET
    @RequiresCapability(Capability.USE)
    @Operation(
            summary = "The servers that the caller may see",
            description = "Declared servers, and managed ones that the caller has the VIEW bit for. By name, as"
                    + " LibreChat has it; with limit or after, by pages, the newest change first: following after"
                    + " visits every server once that is there from the first page on and does not change meanwhile.")
    @APIResponse(
            responseCode = "200",
            description = "All of them by name, or a page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(oneOf = {ServerListing.ByName.class, ServerListing.Page.class}),
                            examples = {
                                @ExampleObject(name = "by name", value = """
                                        {"git-hub": {"type": "streamable-http", "title": "Git Hub", "source": "user",
                                         "canEdit": true}}"""),
                                @ExampleObject(name = "a page", value = """
                                        {"data": [{"serverName": "git-hub", "type": "streamable-http",
                                         "title": "Git Hub", "source": "user", "canEdit": true}],
                                         "has_more": false, "after": null}""")
                            }))
    @APIResponse(responseCode = "400", description = "A parameter cannot be read: errors names it")
    public ServerListing list(
            @Parameter(
                            description = "How many servers a page has at most: 1 to 100, else the nearest of these",
                            schema = @Schema(type = SchemaType.INTEGER),
                            example = "20")
                    @RestQuery
                    String limit,
            @Parameter(description = "The after of the page before; without limit, a page has 20") @RestQuery
                    String after,
            @Parameter(
                            description = "Text that the name, title or description contains, in whatever case",
                            example = "git")
                    @RestQuery
                    String search) {
        Principals principals = Principals.of(callers);
        ServerQuery query = ServerQuery.of(limit, ServerCursor.decode("after", after), search);
        boolean byPages = limit != null || after != null;
        return byPages ? listings.page(principals, query) : listings.byName(principals, query);
    }

    @POST
    @RequiresCapability({Capability.USE, Capability.CREATE})
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create a server",
            description =
                    "Its name is made from the title and never changes. The caller becomes its owner. The server is"
                            + " connected before it is saved; with saveUnreachable: true beside config it is saved although it"
                            + " cannot be.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "streamable HTTP", value = """
                                                    {"config": {"type": "streamable-http", "title": "Git Hub",
                                                     "url": "https://mcp.example.com/mcp"}}""")))
    @APIResponse(
            responseCode = "201",
            description = "The server, with its name; ETag stands for this state",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RedactedServer.class)))
    @APIResponse(
            responseCode = "400",
            description = "Invalid configuration: errors names each field at fault. With the error"
                    + " MCP_INSPECTION_FAILED, the server cannot be connected: reason says why")
    @APIResponse(responseCode = "403", description = "Its URL, or one of its OAuth endpoints, is not allowed")
    @APIResponse(responseCode = "503", description = "connection-service, which connects it, does not answer")
    public RestResponse<RedactedServer> create(String body) {
        ObjectNode config = config(body);
        capabilities.requireForObo(callers.current().role(), config);
        VisibleServer server = lifecycle.create(callers.current(), config, probe(body));
        return answer(Status.CREATED, server, RedactedServer.named(server, redirects.of(server)));
    }

    @GET
    @Path("/{serverName}")
    @RequiresCapability(Capability.USE)
    @Operation(summary = "One server", description = "Declared servers can be read by name, too.")
    @APIResponse(
            responseCode = "200",
            description = "Its configuration, without secrets; ETag stands for this state",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RedactedServer.class)))
    @APIResponse(responseCode = "304", description = "It is as If-None-Match says")
    @APIResponse(responseCode = "404", description = "There is none that the caller may see")
    public RestResponse<RedactedServer> get(
            @Parameter(description = "Its name", example = "git-hub") @RestPath String serverName,
            @Parameter(description = "The ETag of what the caller has") @RestHeader(HttpHeaders.IF_NONE_MATCH)
                    List<String> ifNoneMatch) {
        VisibleServer server = servers.one(serverName, Principals.of(callers));
        return EntityTags.of(ifNoneMatch).have(server.tag())
                ? answer(Status.NOT_MODIFIED, server, null)
                : answer(Status.OK, server, RedactedServer.of(server, redirects.of(server)));
    }

    @PATCH
    @RequiresCapability({Capability.USE, Capability.CREATE})
    @Path("/{serverName}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Replace the configuration of a server",
            description = "Needs the EDIT bit. The new configuration replaces the whole of the old one, headers"
                    + " included; the name stays. Only secrets that are left out are kept: apiKey.key while the source"
                    + " stays admin, and oauth.client_secret while nothing changes that decides where it is sent."
                    + " Without If-Match the last writer wins. The server is connected before it is saved, unless only"
                    + " title, description, iconPath, toolPolicy or pinTools change; saveUnreachable as at creation.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "another title", value = """
                                                    {"config": {"type": "streamable-http", "title": "Git Hub (EU)",
                                                     "url": "https://mcp.example.com/mcp"}}""")))
    @APIResponse(
            responseCode = "200",
            description = "The server as it is now; ETag stands for this state",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RedactedServer.class)))
    @APIResponse(
            responseCode = "400",
            description = "Invalid configuration: errors names each field at fault. With the error"
                    + " MCP_OAUTH_SECRET_REENTRY_REQUIRED, oauth.client_secret has to be sent again; with"
                    + " MCP_INSPECTION_FAILED, the server cannot be connected")
    @APIResponse(
            responseCode = "403",
            description = "It is declared, the caller lacks the EDIT bit, or lacks CONFIGURE_OBO and would change more"
                    + " of a server with an obo block than title, description and iconPath")
    @APIResponse(responseCode = "404", description = "There is none that the caller may see")
    @APIResponse(responseCode = "412", description = "It is not as If-Match says; current and ETag tell its state now")
    public RestResponse<RedactedServer> replace(
            @Parameter(description = "Its name", example = "git-hub") @RestPath String serverName,
            @Parameter(description = "The ETag of the state that is to be replaced") @RestHeader(HttpHeaders.IF_MATCH)
                    List<String> ifMatch,
            String body) {
        VisibleServer server = changes.replace(serverName, EntityTags.of(ifMatch), () -> config(body), probe(body));
        return answer(Status.OK, server, RedactedServer.of(server, redirects.of(server)));
    }

    @DELETE
    @Path("/{serverName}")
    @RequiresCapability({Capability.USE, Capability.CREATE})
    @Operation(
            summary = "Delete a server",
            description =
                    "Needs the DELETE bit. It is gone at once for everybody; its sessions, credentials and grants go"
                            + " soon after, whatever is down now. Until then its name cannot be taken again.")
    @APIResponse(responseCode = "200", description = "It is gone")
    @APIResponse(responseCode = "403", description = "It is declared, or the caller lacks the DELETE bit")
    @APIResponse(responseCode = "404", description = "There is none that the caller may see")
    @APIResponse(responseCode = "412", description = "It is not as If-Match says; current and ETag tell its state now")
    public Deleted delete(
            @Parameter(description = "Its name", example = "git-hub") @RestPath String serverName,
            @Parameter(description = "The ETag of the state that is to be deleted") @RestHeader(HttpHeaders.IF_MATCH)
                    List<String> ifMatch) {
        changes.delete(serverName, EntityTags.of(ifMatch));
        return new Deleted("MCP server deleted successfully");
    }

    private ObjectNode config(String body) {
        Reading reading = form.read(bodies.config(body));
        if (!reading.valid()) {
            throw InvalidRequest.configuration(reading.issues());
        }
        return reading.config();
    }

    private Probe probe(String body) {
        return new Probe(inspector, () -> bodies.saveUnreachable(body));
    }

    private static RestResponse<RedactedServer> answer(Status status, VisibleServer server, RedactedServer body) {
        return RestResponse.ResponseBuilder.create(status, body)
                .header(HttpHeaders.ETAG, server.tag())
                .build();
    }
}
