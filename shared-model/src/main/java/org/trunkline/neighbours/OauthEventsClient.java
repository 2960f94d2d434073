package org.trunkline.neighbours;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.oidc.client.filter.OidcClientFilter;
import io.smallrye.mutiny.Multi;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.client.SseEvent;

/** Listens to oauth-service. Apart from {@link OauthClient}, because a stream has no timeout. */
@Path("/internal/v1/events")
@RegisterRestClient(configKey = OauthClient.NAME)
@OidcClientFilter
public interface OauthEventsClient {

    /** The name of an event whose data is a {@link org.trunkline.credential.CredentialChange} as JSON. */
    String CHANGE = "change";

    /** The name of an event that says: changes before it may have been missed, as at the beginning. */
    String RESET = "reset";

    /**
     * The changes of users' credentials as they happen, and comments in between.
     *
     * @param lastEventId of the event to go on after; null to begin
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    Multi<SseEvent<String>> changes(@RestHeader("Last-Event-ID") String lastEventId);
}
