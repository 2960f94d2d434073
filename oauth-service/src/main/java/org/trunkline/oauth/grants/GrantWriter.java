package org.trunkline.oauth.grants;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;

/** Writes grants that are not the refresh of another, in place of whatever was there. */
@ApplicationScoped
class GrantWriter {

    private final GrantStore store;
    private final GrantSeals seals;
    private final Event<GrantChanged> changes;

    GrantWriter(GrantStore store, GrantSeals seals, Event<GrantChanged> changes) {
        this.store = store;
        this.seals = seals;
        this.changes = changes;
    }

    /**
     * Writes tokens.
     *
     * @param kind of {@link GrantKinds}; only a sign-in's refresh token is kept, other grants are got anew
     */
    Grant write(String user, String server, String kind, AccessTokenResponse tokens, GrantOrigin origin) {
        StoredGrant grant = new StoredGrant();
        grant.id = GrantStore.id(user, server);
        grant.user = user;
        grant.server = server;
        grant.kind = kind;
        grant.since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        grant.lastUsed = grant.since;
        grant.scope = origin.requestedScope();
        seals.putOrigin(grant, origin);
        Renewed.put(grant, tokens, grant.since, seals);
        if (!kind.equals(GrantKinds.SIGN_IN)) {
            grant.refreshToken = null;
        }
        long before;
        do {
            before = store.find(grant.id).map(found -> found.generation).orElse(0L);
            grant.generation = Math.max(before + 1, grant.since.toEpochMilli());
        } while (!store.put(grant, before));
        Grant stored = seals.grant(grant);
        changes.fire(new GrantChanged(user, server, new GrantState.Usable(stored)));
        return stored;
    }
}
