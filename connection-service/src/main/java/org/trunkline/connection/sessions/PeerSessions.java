package org.trunkline.connection.sessions;

import java.util.List;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * What the replicas of this service tell each other of sessions; each method's first parameter is whom it is said to.
 */
@Path("/internal/v1")
@RegisterRestClient(configKey = "members")
@OidcClientFilter
interface PeerSessions {

    /** The sessions that a user has on that replica that live. */
    @GET
    @Path("/users/{user}/sessions")
    Uni<List<PeerSession>> of(@Url String origin, @RestPath String user);

    /** Ends a user's session on that replica, if there is one and it is idle. */
    @DELETE
    @Path("/users/{user}/sessions/{server}/{label}")
    Uni<Void> evict(@Url String origin, @RestPath String user, @RestPath String server, @RestPath String label);

    /** Ends the sessions with a server on that replica. */
    @DELETE
    @Path("/servers/{name}/sessions")
    Uni<Void> close(@Url String origin, @RestPath String name, @RestQuery boolean here);

    /** The first sessions after a place that fit, in the order of their places. */
    @GET
    @Path("/sessions")
    Uni<List<SessionEntry>> list(
            @Url String origin, @BeanParam SessionFilter filter, @RestQuery String after, @RestQuery int limit);

    /** Ends the sessions that fit, calls under way too. */
    @DELETE
    @Path("/sessions")
    Uni<EndedSessions> end(@Url String origin, @BeanParam SessionFilter filter);

    /** Tells of changes. */
    @POST
    @Path("/sessions/changes")
    Uni<Void> changed(@Url String origin, List<PeerSession> changes);
}
