package org.trunkline.neighbours;

import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.trunkline.problem.NotFound;
import org.trunkline.problem.Problem;
import org.trunkline.server.ResolvedServer;
import org.trunkline.tool.ToolReport;

/**
 * What registry-service tells its neighbours. The user is named by id, role and groups, which the asking service read
 * from the user's verified token.
 */
@Path("/internal/v1")
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
    @Path("/servers")
    Uni<List<ResolvedServer>> visibleTo(
            @RestQuery String user, @RestQuery String role, @RestQuery Collection<String> group);

    /**
     * Every server that the user may see, unless they are as the asking service knows them.
     *
     * @param known the entity tag of what is known; null: nothing is
     * @return the servers and their entity tag, if they have one, or status 304 without servers
     */
    @GET
    @Path("/servers")
    Uni<RestResponse<List<ResolvedServer>>> visibleTo(
            @RestQuery String user,
            @RestQuery String role,
            @RestQuery Collection<String> group,
            @RestHeader(HttpHeaders.IF_NONE_MATCH) String known);

    /** One server, if the user may see it; fails with {@link NotFound} otherwise. */
    @GET
    @Path("/servers/{name}")
    Uni<ResolvedServer> resolve(
            @RestPath String name, @RestQuery String user, @RestQuery String role, @RestQuery Collection<String> group);

    /**
     * One server, if the user may see it, unless it is as the asking service knows it; fails with {@link NotFound} when
     * the user may not see it.
     *
     * @param known the entity tag of what is known; null: nothing is
     * @return the server and its entity tag, or status 304 without a server
     */
    @GET
    @Path("/servers/{name}")
    Uni<RestResponse<ResolvedServer>> resolve(
            @RestPath String name,
            @RestQuery String user,
            @RestQuery String role,
            @RestQuery Collection<String> group,
            @RestHeader(HttpHeaders.IF_NONE_MATCH) String known);

    /** Every declared server, whomever it is for. */
    @GET
    @Path("/declared-servers")
    Uni<List<ResolvedServer>> declared();

    /**
     * What changes with a server's configuration and with whom it is shared with, by name.
     *
     * @param names of any number of servers
     * @return a server that is not there has none
     */
    @POST
    @Path("/server-stamps")
    Uni<Map<String, String>> stamps(Set<String> names);

    /**
     * Reports definitions of a server's tools that are new or changed. A new one is pinned as it is; a changed one
     * waits in quarantine. Doing it again changes nothing.
     *
     * @return the pinned hashes of the reported tools, by name; a tool that could not be pinned is not there. Fails
     *     with {@link NotFound} when there is no such server, or its configuration is another one by now
     */
    @POST
    @Path("/servers/{name}/tools")
    Uni<Map<String, String>> report(@RestPath String name, ToolReport report);

    /**
     * Has a server inspected again that could not be inspected when it was saved; what comes of it is in the next
     * answer about the server.
     */
    @POST
    @Path("/servers/{name}/inspections")
    @Timeout(value = 60, unit = ChronoUnit.SECONDS)
    @Retry(maxRetries = 0)
    Uni<Void> inspectAgain(@RestPath String name);

    /** Turns a refusal into the problem it stands for; other failures stay the neighbour's. */
    @ClientExceptionMapper
    static RuntimeException problemOf(Response response) {
        return response.getStatus() == 404 ? new NotFound("mcpServer not found") : null;
    }
}
