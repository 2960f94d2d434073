package org.trunkline.connection.members;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** What the replicas of this service say to each other. */
@Path("/internal/v1/members/signs")
@RegisterRestClient(configKey = "signs")
@OidcClientFilter
interface PeerClient {

    /**
     * Says that a member lives, though the database may not show it.
     *
     * @param origin of whom it is said to
     */
    @POST
    Uni<Hearing> sign(@Url String origin, Sign sign);
}
