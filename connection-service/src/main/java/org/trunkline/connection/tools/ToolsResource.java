package org.trunkline.connection.tools;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.connection.results.CallResult;
import org.trunkline.connection.results.Results;
import org.trunkline.connection.servers.Servers;
import org.trunkline.connection.sessions.Sessions;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.server.ResolvedServer;

/** What tools there are, and calling them. */
@Path("/api/mcp")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tools", description = "The tools of a user's MCP servers")
class ToolsResource {

    private final Callers callers;
    private final Servers servers;
    private final Sessions sessions;
    private final Toolbox toolbox;
    private final ToolGate gate;
    private final Results results;

    ToolsResource(
            Callers callers, Servers servers, Sessions sessions, Toolbox toolbox, ToolGate gate, Results results) {
        this.callers = callers;
        this.servers = servers;
        this.sessions = sessions;
        this.toolbox = toolbox;
        this.gate = gate;
        this.results = results;
    }

    @GET
    @Path("/tools")
    @Operation(
            summary = "List the tools of all the caller's servers",
            description = "Opens the sessions that are not open yet. A server that cannot be asked is listed without"
                    + " tools; its outcome and error say why.")
    @APIResponse(responseCode = "200", description = "The tools by server")
    @APIResponse(responseCode = "401", description = "No valid bearer token")
    @APIResponse(responseCode = "503", description = "A part of Trunkline does not answer; the body names it")
    public Uni<ToolCatalogue> tools(
            @Parameter(description = "The model provider whose schema dialect is wanted", example = "google") @RestQuery
                    String provider) {
        Caller caller = callers.current();
        return servers.all(caller).chain(visible -> toolbox.catalogue(caller, visible, SchemaFlavour.of(provider)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/{server}/tools/{tool}/call")
    @Operation(
            summary = "Call a tool",
            description = "Opens the session when there is none. A tool that fails answers 200 with isError true.")
    @APIResponse(responseCode = "200", description = "The result as the server gave it")
    @APIResponse(responseCode = "400", description = "The request is not understood; the body names the field")
    @APIResponse(responseCode = "403", description = "The server's tool policy does not admit the tool")
    @APIResponse(responseCode = "404", description = "No such server for this caller")
    @APIResponse(responseCode = "409", description = "The tool's definition has changed and waits to be accepted")
    @APIResponse(responseCode = "502", description = "The server is unreachable, refused, or broke its protocol")
    @APIResponse(responseCode = "504", description = "The server did not answer in time")
    public Uni<CallResult> call(
            @Parameter(description = "The server's name", example = "everything") @RestPath String server,
            @Parameter(description = "The tool's name at that server", example = "echo") @RestPath String tool,
            CallRequest request) {
        CallRequest call = given(request);
        JsonNode arguments = call.argumentsOrNone();
        Caller caller = callers.current();
        return servers.find(caller, server).chain(found -> call(caller, found, tool, arguments, call.provider()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Path("/tools/call")
    @Operation(summary = "Call a tool by its key", description = "The key names the tool and its server.")
    @APIResponse(responseCode = "200", description = "The result as the server gave it")
    @APIResponse(responseCode = "400", description = "The request is not understood; the body names the field")
    @APIResponse(responseCode = "403", description = "The server's tool policy does not admit the tool")
    @APIResponse(responseCode = "404", description = "The key names no server of this caller")
    @APIResponse(responseCode = "409", description = "The tool's definition has changed and waits to be accepted")
    @APIResponse(responseCode = "502", description = "The server is unreachable, refused, or broke its protocol")
    @APIResponse(responseCode = "504", description = "The server did not answer in time")
    public Uni<CallResult> callByKey(CallRequest request) {
        CallRequest call = given(request);
        String key = call.toolOrRefuse();
        JsonNode arguments = call.argumentsOrNone();
        Caller caller = callers.current();
        return servers.byToolKey(caller, key)
                .chain(tool -> call(caller, tool.server(), tool.name(), arguments, call.provider()));
    }

    private Uni<CallResult> call(
            Caller caller, ResolvedServer server, String tool, JsonNode arguments, String provider) {
        gate.checkName(server, tool);
        return sessions.use(
                        caller,
                        server,
                        link -> gate.check(server, tool, link).chain(() -> link.callTool(tool, arguments)))
                .map(result -> results.answer(result, provider));
    }

    private static CallRequest given(CallRequest request) {
        if (request == null) {
            throw new InvalidRequest("a JSON body is required: {\"arguments\": {…}}");
        }
        return request;
    }
}
