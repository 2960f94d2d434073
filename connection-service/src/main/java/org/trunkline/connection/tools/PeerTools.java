package org.trunkline.connection.tools;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.trunkline.connection.links.Offer;
import org.trunkline.connection.members.Forwarding;
import org.trunkline.identity.Caller;

/** Asks the replica that owns a session for what the server offers over it. */
@Path("/internal/v1/servers/{name}/offers")
@RegisterRestClient(configKey = "members")
@OidcClientFilter
interface PeerTools {

    /**
     * What a server offers a user.
     *
     * @param origin of the replica
     * @param forwarded names the replica that is meant
     */
    @POST
    Uni<Offer> offer(
            @Url String origin,
            @RestPath String name,
            @RestHeader(Forwarding.FORWARDED) String forwarded,
            Caller caller);

    /** Says that a server offers a user something else now. */
    @DELETE
    Uni<Void> changed(@Url String origin, @RestPath String name, @RestQuery String user);
}
