package org.trunkline.neighbours;

import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.problem.NotFound;
import org.trunkline.problem.Problem;
import org.trunkline.server.ResolvedServer;

/**
 * What registry-service tells its neighbours. The user is named by id, role and groups, which the asking service read
 * from the user's verified token.
 */
@Path("/internal/v1/servers")
@RegisterRestClient(configKey = RegistryClient.NAME)
@OidcClientFilter
@Timeout(value = 2, unit = ChronoUnit.SECONDS)
@Retry(maxRetries = 2, delay = 100, jitter = 50, maxDuration = 4000, abortOn = Problem.class)
@CircuitBreaker(requestVolumeThreshold = 10, failureRatio = 0.5, delay = 2000, skipOn = Problem.class)
public interface RegistryClient {

    /** The neighbour's name in problems, logs and configuration. */
    String NAME = "registry-service";

    /** Every server that the user may see, in the order of names. */
    @GET
    Uni<List<ResolvedServer>> visibleTo(
            @RestQuery String user, @RestQuery String role, @RestQuery Collection<String> group);

    /** One server, if the user may see it; fails with {@link NotFound} otherwise. */
    @GET
    @Path("/{name}")
    Uni<ResolvedServer> resolve(
            @RestPath String name, @RestQuery String user, @RestQuery String role, @RestQuery Collection<String> group);

    /** Turns a refusal into the problem it stands for; other failures stay the neighbour's. */
    @ClientExceptionMapper
    static RuntimeException problemOf(Response response) {
        return response.getStatus() == 404 ? new NotFound("mcpServer not found") : null;
    }
}
