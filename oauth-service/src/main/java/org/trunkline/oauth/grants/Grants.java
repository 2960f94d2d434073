package org.trunkline.oauth.grants;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import org.trunkline.oauth.clients.ClientSource;
import org.trunkline.server.OAuthSettings;

/**
 * The tokens of users for servers. Blocks while it asks the database or an authorization server; fails with
 * {@link com.mongodb.MongoException} or {@link org.trunkline.problem.NeighbourUnavailable} when the database does not
 * answer.
 */
@ApplicationScoped
public class Grants {

    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final Duration SUSPICION = Duration.ofMinutes(1);

    private final GrantStore store;
    private final GrantSeals seals;
    private final Refresher refresher;
    private final Revocations revocations;
    private final GrantsConfig config;
    private final Event<GrantChanged> changes;

    Grants(
            GrantStore store,
            GrantSeals seals,
            Refresher refresher,
            Revocations revocations,
            GrantsConfig config,
            Event<GrantChanged> changes) {
        this.store = store;
        this.seals = seals;
        this.refresher = refresher;
        this.revocations = revocations;
        this.config = config;
        this.changes = changes;
    }

    /** Keeps what a flow brought, in place of what was there before. */
    public Grant store(String user, String server, AccessTokenResponse tokens, GrantOrigin origin) {
        StoredGrant grant = new StoredGrant();
        grant.id = GrantStore.id(user, server);
        grant.user = user;
        grant.server = server;
        grant.since = Instant.now();
        grant.lastUsed = grant.since;
        grant.scope = origin.requestedScope();
        seals.putOrigin(grant, origin);
        Renewed.put(grant, tokens, seals);
        long before;
        do {
            before = store.find(grant.id).map(found -> found.generation).orElse(0L);
            grant.generation = Math.max(before + 1, grant.since.toEpochMilli());
        } while (!store.put(grant, before));
        Grant stored = seals.grant(grant);
        changes.fire(new GrantChanged(user, server, new GrantState.Usable(stored)));
        return stored;
    }

    /** The tokens to use now; refreshed, or got without the user where the server's configuration says so. */
    public GrantState usable(GrantOrder order) {
        Optional<StoredGrant> found =
                store.find(GrantStore.id(order.user(), order.server().name()));
        if (found.isEmpty()) {
            return new GrantState.None();
        }
        StoredGrant grant = found.get();
        Optional<String> broken = Binding.broken(grant, order.server().config());
        if (broken.isPresent()) {
            return new GrantState.Expired(broken.get());
        }
        noteUse(grant);
        adoptSecret(grant, order.server().config().oauth());
        if (Freshness.isEnding(grant, config.skew()) && Freshness.mayRefresh(grant)) {
            return refresher.await(grant, false);
        }
        return Freshness.isOver(grant) ? Freshness.whyNot(grant) : new GrantState.Usable(seals.grant(grant));
    }

    /**
     * The tokens to use after the MCP server refused those of a generation: newer ones, if there are any to be had. If
     * those were just got because of a refusal, further ones would not be liked better.
     */
    public GrantState refused(GrantOrder order, long generation) {
        Optional<StoredGrant> found =
                store.find(GrantStore.id(order.user(), order.server().name()));
        if (found.isEmpty() || found.get().generation != generation) {
            return usable(order);
        }
        StoredGrant grant = found.get();
        if (grant.refusedAt != null && grant.refusedAt.plus(SUSPICION).isAfter(Instant.now())) {
            return new GrantState.Expired("The server refuses the tokens of its authorization server");
        }
        if (grant.refreshToken == null) {
            return end(grant, "The server refuses the tokens of the sign-in");
        }
        return Freshness.mayRefresh(grant) ? refresher.await(grant, true) : Freshness.whyNot(grant);
    }

    /** Forgets a user's tokens for a server; they are revoked in the background (RFC 7009). */
    public void revoke(String user, String server) {
        forget(GrantStore.id(user, server));
    }

    /** Forgets all tokens for a server that was deleted; they are revoked in the background. */
    public void forgetServer(String server) {
        store.ofServer(server).forEach(this::forget);
    }

    private GrantState end(StoredGrant grant, String reason) {
        store.refused(grant.id, grant.generation, reason);
        GrantState state = new GrantState.Expired(reason);
        changes.fire(new GrantChanged(grant.user, grant.server, state));
        return state;
    }

    /** A configured client may get another secret; what was granted to it stays good. */
    private void adoptSecret(StoredGrant grant, OAuthSettings oauth) {
        if (grant.clientSource != ClientSource.CONFIGURED || oauth.clientSecret() == null) {
            return;
        }
        if (!oauth.clientSecret().equals(seals.open(grant, "clientSecret", grant.clientSecret))) {
            grant.clientSecret = seals.seal(grant, "clientSecret", oauth.clientSecret());
            grant.retryAt = null;
            store.changeSecret(grant);
        }
    }

    private void forget(String id) {
        store.remove(id).ifPresent(grant -> {
            revocations.begin(grant);
            changes.fire(new GrantChanged(grant.user, grant.server, new GrantState.None()));
        });
    }

    private void noteUse(StoredGrant grant) {
        Instant now = Instant.now();
        if (grant.lastUsed == null || grant.lastUsed.plus(USE_NOTED_EVERY).isBefore(now)) {
            store.used(grant.id, now);
        }
    }
}
