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
    private final GrantWriter writer;
    private final Refresher refresher;
    private final Unattended unattended;
    private final Revocations revocations;
    private final GrantsConfig config;
    private final Event<GrantChanged> changes;

    Grants(
            GrantStore store,
            GrantSeals seals,
            GrantWriter writer,
            Refresher refresher,
            Unattended unattended,
            Revocations revocations,
            GrantsConfig config,
            Event<GrantChanged> changes) {
        this.store = store;
        this.seals = seals;
        this.writer = writer;
        this.refresher = refresher;
        this.unattended = unattended;
        this.revocations = revocations;
        this.config = config;
        this.changes = changes;
    }

    /** Keeps what a flow brought, in place of what was there before. */
    public Grant store(String user, String server, AccessTokenResponse tokens, GrantOrigin origin) {
        return writer.write(user, server, GrantKinds.SIGN_IN, tokens, origin);
    }

    /** The tokens to use now; refreshed, or got without the user where the server's configuration says so. */
    public GrantState usable(GrantOrder order) {
        Optional<StoredGrant> found = find(order);
        Optional<String> broken =
                found.flatMap(grant -> Binding.broken(grant, order.server().config()));
        if (isUnattended(order)) {
            boolean good = found.isPresent() && broken.isEmpty() && !isEnding(found.get());
            return good ? use(found.get()) : unattended.obtain(order);
        }
        if (found.isEmpty()) {
            return new GrantState.None();
        }
        if (broken.isPresent()) {
            return new GrantState.Expired(broken.get());
        }
        StoredGrant grant = found.get();
        noteUse(grant);
        adoptSecret(grant, order.server().config().oauth());
        return isEnding(grant) && Freshness.mayRefresh(grant)
                ? refresher.await(grant, false, order.patience())
                : use(grant);
    }

    /**
     * The tokens to use after the MCP server refused those of a generation: newer ones, if there are any to be had. If
     * those were just got because of a refusal, further ones would not be liked better; unless they are at their end,
     * which the server's clock may see earlier.
     */
    public GrantState refused(GrantOrder order, long generation) {
        Optional<StoredGrant> found = find(order)
                .filter(grant -> grant.generation == generation)
                .filter(grant -> Binding.broken(grant, order.server().config()).isEmpty());
        if (found.isEmpty()) {
            return usable(order);
        }
        StoredGrant grant = found.get();
        if (isYoung(grant) && !isEnding(grant)) {
            return new GrantState.Expired("The server refuses the tokens of its authorization server");
        }
        if (isUnattended(order)) {
            return unattended.obtain(order);
        }
        if (grant.refreshToken == null) {
            return end(grant, "The server refuses the tokens of the sign-in");
        }
        return Freshness.mayRefresh(grant) ? refresher.await(grant, true, order.patience()) : Freshness.whyNot(grant);
    }

    private Optional<StoredGrant> find(GrantOrder order) {
        return store.find(GrantStore.id(order.user(), order.server().name()));
    }

    private static boolean isUnattended(GrantOrder order) {
        return !GrantKinds.of(order.server().config()).equals(GrantKinds.SIGN_IN);
    }

    private boolean isEnding(StoredGrant grant) {
        return Freshness.isOver(grant) || Freshness.isEnding(grant, config.skew());
    }

    /** Whether it was got a moment ago because of a refusal, or without a sign-in at all. */
    private static boolean isYoung(StoredGrant grant) {
        Instant suspect = Instant.now().minus(SUSPICION);
        boolean renewed = grant.refusedAt != null && grant.refusedAt.isAfter(suspect);
        return renewed || !grant.kind.equals(GrantKinds.SIGN_IN) && grant.since.isAfter(suspect);
    }

    private GrantState use(StoredGrant grant) {
        return Freshness.isOver(grant) ? Freshness.whyNot(grant) : new GrantState.Usable(seals.grant(grant));
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
        if (grant.clientSource != ClientSource.CONFIGURED || oauth == null || oauth.clientSecret() == null) {
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
