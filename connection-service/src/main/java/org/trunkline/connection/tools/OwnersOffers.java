package org.trunkline.connection.tools;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response.Status;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.trunkline.connection.links.Listing;
import org.trunkline.connection.members.Members;
import org.trunkline.connection.sessions.OwnedElsewhere;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.identity.Caller;
import org.trunkline.problem.AuthorizationRequired;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.problem.Problem;
import org.trunkline.server.ResolvedServer;

/** What servers offer over sessions that other replicas own. */
@ApplicationScoped
class OwnersOffers {

    private static final Logger LOG = Logger.getLogger(OwnersOffers.class);

    private final PeerTools peers;
    private final Members members;

    OwnersOffers(@RestClient PeerTools peers, Members members) {
        this.peers = peers;
        this.members = members;
    }

    /** Tells the other replicas that a server offers a user something else now. */
    void tell(String user, String server) {
        members.origins()
                .forEach(origin -> peers.changed(origin.toString(), server, user)
                        .subscribe()
                        .with(heard -> {}, failure -> LOG.debugf("%s did not hear of a change: %s", origin, failure)));
    }

    /** What the owner lists now; fails with a {@link Problem}. */
    Uni<Listing> of(Caller caller, ResolvedServer server, OwnedElsewhere owner) {
        long asked = System.nanoTime();
        return peers.offer(owner.origin(), server.name(), owner.forwarded(), caller)
                .map(offer -> new Listing(offer, asked))
                .onFailure()
                .invoke(owner::doubt)
                .onFailure()
                .transform(failure -> problem(server, failure));
    }

    private static Problem problem(ResolvedServer server, Throwable failure) {
        return failure instanceof WebApplicationException refused
                        && refused.getResponse().getStatus() == Status.CONFLICT.getStatusCode()
                ? AuthorizationRequired.signIn(server.name(), AuthorizationState.NEEDS_AUTHORIZATION, null, null)
                : new NeighbourUnavailable("connection-service", failure);
    }
}
