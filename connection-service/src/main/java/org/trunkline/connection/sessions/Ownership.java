package org.trunkline.connection.sessions;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.trunkline.connection.members.Arrival;
import org.trunkline.connection.members.Claim;
import org.trunkline.connection.members.Claims;
import org.trunkline.connection.members.Place;
import org.trunkline.problem.Misdirected;
import org.trunkline.problem.Problem;

/**
 * Lets this replica use the sessions that it owns. A shared session has no owner, each replica has its own; nor has one
 * that serves a single request.
 */
@ApplicationScoped
class Ownership {

    private final Claims claims;

    Ownership(Claims claims) {
        this.claims = claims;
    }

    /** Whether this replica may use the session, as far as it knows without asking. */
    boolean owns(SessionKey key) {
        return !key.owned() || claims.held(key.id()).isPresent();
    }

    /**
     * Completes when this replica owns the session.
     *
     * @return fails with {@link OwnedElsewhere}, or a {@link Problem} when that cannot be said now
     */
    Uni<Void> claim(SessionKey key, Arrival arrival) {
        return claims.place(key.id(), arrival).onItem().transformToUni(place -> switch (place) {
            case Place.Here here -> Uni.createFrom().voidItem();
            case Place.There there ->
                Uni.createFrom().failure(new OwnedElsewhere(key.id(), there, () -> claims.doubt(key.id())));
        });
    }

    /**
     * What a session under the key is used by.
     *
     * @return null for a session that has no owner
     * @throws Misdirected when this replica does not own it (any more)
     */
    Claim of(SessionKey key) {
        return key.owned() ? claims.held(key.id()).orElseThrow(Misdirected::new) : null;
    }
}
