package org.trunkline.neighbours;

import java.time.temporal.ChronoUnit;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.trunkline.inspection.Inspection;
import org.trunkline.inspection.InspectionRequest;
import org.trunkline.problem.NotFound;

/** What connection-service does for its neighbours. */
@Path("/internal/v1")
@RegisterRestClient(configKey = ConnectionClient.NAME)
@OidcClientFilter
@Timeout(value = 40, unit = ChronoUnit.SECONDS)
public interface ConnectionClient {

    /** The neighbour's name in problems, logs and configuration. */
    String NAME = "connection-service";

    /**
     * Tells what an MCP server is like, by connecting to it. That it cannot be connected is an answer, and no failure.
     */
    @POST
    @Path("/inspections")
    Uni<Inspection> inspect(InspectionRequest request);

    /**
     * Ends every session with a server that was deleted or that nobody may use any more, upstream too, and drops what
     * is remembered of it. Doing it again changes nothing.
     *
     * @param name of the server
     */
    @DELETE
    @Path("/servers/{name}/sessions")
    Uni<Void> closeSessions(@RestPath String name);

    /** Turns a refusal into the problem it stands for; other failures stay the neighbour's. */
    @ClientExceptionMapper
    static RuntimeException problemOf(Response response) {
        return response.getStatus() == 404 ? new NotFound("mcpServer not found") : null;
    }
}
