package org.trunkline.connection.sessions;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.connection.servers.Servers;

/** Ends sessions because a neighbour says so. */
@Path("/internal/v1/servers/{name}/sessions")
@Tag(name = "internal", description = "For the other services of Trunkline only")
class NeighbourSessionsResource {

    private final Servers servers;
    private final Sessions sessions;
    private final Elsewhere elsewhere;

    NeighbourSessionsResource(Servers servers, Sessions sessions, Elsewhere elsewhere) {
        this.elsewhere = elsewhere;
        this.servers = servers;
        this.sessions = sessions;
    }

    @DELETE
    @Operation(
            summary = "End every session with a server that was deleted, on all replicas",
            description = "Closed upstream, calls under way too; what is remembered of the server is dropped.")
    @APIResponse(responseCode = "204", description = "There are none, or no more")
    @APIResponse(responseCode = "503", description = "A replica does not say that it has ended them")
    public Uni<Void> close(
            @Parameter(description = "The server's name", example = "git-hub") @RestPath String name,
            @Parameter(description = "Whether only this replica's are meant") @RestQuery boolean here) {
        servers.forget(name);
        Uni<Void> closed = sessions.closeAll(name);
        return here
                ? closed
                : Uni.join().all(closed, elsewhere.close(name)).andFailFast().replaceWithVoid();
    }
}
