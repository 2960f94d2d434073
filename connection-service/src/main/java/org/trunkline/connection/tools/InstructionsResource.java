package org.trunkline.connection.tools;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.connection.links.Listing;
import org.trunkline.connection.servers.Servers;
import org.trunkline.connection.tools.Instructions.OfServer;
import org.trunkline.connection.tools.Instructions.Source;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.server.ResolvedServer;

/** What models are to be told of a user's servers. */
@Path("/api/mcp/instructions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tools")
class InstructionsResource {

    private final Callers callers;
    private final Servers servers;
    private final KnownTools known;

    InstructionsResource(Callers callers, Servers servers, KnownTools known) {
        this.callers = callers;
        this.servers = servers;
        this.known = known;
    }

    @GET
    @Operation(
            summary = "What the caller's servers want models to be told",
            description = "By the serverInstructions of their configurations. Opens no session: a server's own text is"
                    + " what it said last, to the caller or when it was inspected.")
    @APIResponse(responseCode = "200", description = "The instructions by server, and all as one text")
    @APIResponse(responseCode = "401", description = "No valid bearer token")
    @APIResponse(responseCode = "503", description = "A part of Trunkline does not answer; the body names it")
    public Uni<Instructions> instructions(
            @Parameter(description = "The name of a server that is wanted; may be repeated. Absent: all")
                    @RestQuery("server")
                    List<String> wanted) {
        Caller caller = callers.current();
        return servers.all(caller).map(all -> {
            Map<String, OfServer> told = new LinkedHashMap<>();
            all.stream()
                    .filter(server -> wanted.isEmpty() || wanted.contains(server.name()))
                    .forEach(server -> told.put(server.name(), of(caller, server)));
            return Instructions.of(told);
        });
    }

    private OfServer of(Caller caller, ResolvedServer server) {
        return switch (server.config().serverInstructions()) {
            case Boolean own when own -> own(caller, server);
            case String text when !text.isBlank() -> new OfServer(Source.OVERRIDE, text);
            case null, default -> new OfServer(Source.NONE, null);
        };
    }

    private OfServer own(Caller caller, ResolvedServer server) {
        Listing listing = known.remembered(caller, server).listing();
        String text = listing == null ? server.instructions() : listing.offer().instructions();
        boolean unknown = listing == null && text == null;
        return new OfServer(unknown ? Source.UNKNOWN : Source.OWN, text == null || text.isBlank() ? null : text);
    }
}
