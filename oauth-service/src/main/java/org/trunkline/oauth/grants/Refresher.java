package org.trunkline.oauth.grants;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;

import com.mongodb.MongoException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import org.jboss.logging.Logger;
import org.trunkline.oauth.clients.ClientRejected;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.telemetry.Outcomes;

import static org.trunkline.oauth.clients.ClientSource.CONFIGURED;

/**
 * Refreshes grants: once in this process for all who ask, once in all replicas by {@link RefreshLease}. What a refresh
 * brings is written before anything else happens to it.
 */
@Startup
@ApplicationScoped
class Refresher {

    private static final Logger LOG = Logger.getLogger(Refresher.class);
    private static final Duration WRITE_PAUSE = Duration.ofMillis(100);
    private static final Duration LAST_WORDS = Duration.ofSeconds(8);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final GrantStore store;
    private final GrantSeals seals;
    private final RefreshLease lease;
    private final RefreshRequests requests;
    private final GrantsConfig config;
    private final Event<GrantChanged> changes;
    private final Event<ClientRejected> rejections;
    private final Outcomes<Refreshed> outcomes;
    private final SingleFlight<GrantState> flights = new SingleFlight<>();

    /** How a refresh ended. */
    private enum Refreshed {
        /** There are new tokens. */
        RENEWED,
        /** The sign-in has ended at the authorization server. */
        ENDED,
        /** It has ended because another replica died before it stored what it got. */
        LOST,
        /** It is tried again. */
        FAILED
    }

    Refresher(
            GrantStore store,
            GrantSeals seals,
            RefreshLease lease,
            RefreshRequests requests,
            GrantsConfig config,
            Event<GrantChanged> changes,
            Event<ClientRejected> rejections,
            MeterRegistry meters) {
        this.store = store;
        this.seals = seals;
        this.lease = lease;
        this.requests = requests;
        this.config = config;
        this.changes = changes;
        this.rejections = rejections;
        this.outcomes = new Outcomes<>(
                meters, "trunkline.refreshes", "Refreshes of grants, by how they ended", "outcome", Refreshed.class);
    }

    /** Begins to refresh a generation that is still good, unless another replica does until it is done or dies. */
    void begin(StoredGrant seen) {
        flights.join(seen.id + "#ahead", () -> refresh(seen, false, config.patience()));
    }

    /**
     * Refreshes a generation and waits for it; the refresh goes on when nobody waits any more.
     *
     * @param refused whether the MCP server refused its token
     * @param longest how long at most, where the service's own patience is longer
     */
    GrantState await(StoredGrant seen, boolean refused, Optional<Duration> longest) {
        CompletableFuture<GrantState> flight =
                flights.join(seen.id + "#" + seen.generation, () -> refresh(seen, refused, config.patience()));
        try {
            Duration patience = longest.filter(time -> time.compareTo(config.patience()) < 0)
                    .orElse(config.patience());
            return flight.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new GrantState.Failing("The tokens are being refreshed", SOON);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new GrantState.Failing("The tokens are being refreshed", SOON);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** A replica that ends finishes what it has begun: tokens that it has asked for are nowhere else. */
    void finish(@Observes ShutdownEvent shutdown) {
        flights.land(LAST_WORDS);
    }

    private GrantState refresh(StoredGrant seen, boolean refused, Duration patience) {
        RefreshLease.Outcome outcome;
        try {
            outcome = lease.acquire(seen, patience);
        } catch (MongoException e) {
            return withoutLease(seen, refused, e);
        }
        return switch (outcome) {
            case RefreshLease.Outcome.Won won -> {
                try (var _ = lease.keep(won)) {
                    yield exchange(won.grant(), refused);
                }
            }
            case RefreshLease.Outcome.Overtaken(Optional<StoredGrant> current) -> adopt(current);
            case RefreshLease.Outcome.Busy() ->
                usableOr(seen, new GrantState.Failing("The tokens are being refreshed", SOON));
        };
    }

    /**
     * The lease keeps a refresh token from being sent twice. Where that costs no more than a request, a database that
     * cannot give the lease does not stop the refresh; where tokens rotate it could cost the grant.
     */
    private GrantState withoutLease(StoredGrant seen, boolean refused, MongoException cause) {
        if (Boolean.FALSE.equals(seen.rotates)) {
            LOG.warnf("refresh without a lease: user=%s server=%s: %s", seen.user, seen.server, cause.getMessage());
            return exchange(seen, refused);
        }
        throw new NeighbourUnavailable("database", cause);
    }

    private GrantState exchange(StoredGrant sent, boolean refused) {
        Instant asked = Instant.now();
        TokenAnswer answer = requests.send(seals.origin(sent), seals.open(sent, "refreshToken", sent.refreshToken));
        return switch (answer) {
            case TokenAnswer.Granted(var tokens) -> {
                StoredGrant next = Renewed.from(sent, tokens, asked, seals, refused);
                outcomes.count(Refreshed.RENEWED);
                boolean written = persistently(sent, () -> store.renewed(next, sent));
                yield written ? told(next, new GrantState.Usable(seals.grant(next))) : adopt(store.find(sent.id));
            }
            case TokenAnswer.Refused refusal when refusal.isOfGrant() -> endWithGrant(sent);
            case TokenAnswer.Refused refusal
            when refusal.isOfClient() && sent.clientSource != CONFIGURED -> endWithClient(sent);
            case TokenAnswer.Refused refusal ->
                defer(sent, "The authorization server refuses to refresh the sign-in: " + refusal.summary(), null);
            case TokenAnswer.Failed(String reason, Duration retryAfter) -> defer(sent, reason, retryAfter);
        };
    }

    private GrantState endWithGrant(StoredGrant sent) {
        outcomes.count(sent.orphaned ? Refreshed.LOST : Refreshed.ENDED);
        if (sent.orphaned) {
            LOG.errorf(
                    "grant lost: user=%s server=%s generation=%d: the replica that refreshed it before ended after the"
                            + " authorization server took the refresh token and before the new one was stored",
                    sent.user, sent.server, sent.generation);
        }
        return end(sent, "The sign-in has ended at the authorization server");
    }

    /** Another sign-in makes Trunkline known there again. */
    private GrantState endWithClient(StoredGrant sent) {
        outcomes.count(Refreshed.ENDED);
        rejections.fire(new ClientRejected(sent.server, seals.origin(sent).client()));
        return end(sent, "The authorization server no longer knows Trunkline");
    }

    private GrantState end(StoredGrant sent, String reason) {
        LOG.infof("grant ended: user=%s server=%s generation=%d: %s", sent.user, sent.server, sent.generation, reason);
        if (!persistently(sent, () -> store.ended(sent.id, sent.generation, reason))) {
            return adopt(store.find(sent.id));
        }
        return told(sent, usableOr(sent, new GrantState.Expired(reason)));
    }

    private GrantState defer(StoredGrant sent, String reason, Duration asked) {
        outcomes.count(Refreshed.FAILED);
        Duration pause = asked != null ? asked : Backoff.after(sent.failures + 1, config.pause());
        LOG.warnf("refresh failed: user=%s server=%s: %s; next try in %s", sent.user, sent.server, reason, pause);
        Instant retryAt = Instant.now().plus(pause);
        noteTrouble(sent, reason, retryAt);
        return told(sent, usableOr(sent, new GrantState.Failing(reason, pause)));
    }

    /** Not stored, it costs a request too many; the lease then ends by itself. */
    private void noteTrouble(StoredGrant sent, String reason, Instant retryAt) {
        try {
            store.deferred(sent.id, sent.generation, reason, retryAt);
        } catch (MongoException e) {
            LOG.warnf("a failed refresh is not noted: user=%s server=%s: %s", sent.user, sent.server, e.getMessage());
        }
    }

    /** A refused or ended token is not used again; another one is, to its real end. */
    private GrantState usableOr(StoredGrant grant, GrantState otherwise) {
        return Freshness.isOver(grant) ? otherwise : new GrantState.Usable(seals.grant(grant));
    }

    private GrantState adopt(Optional<StoredGrant> current) {
        return current.<GrantState>map(grant -> usableOr(grant, Freshness.whyNot(grant)))
                .orElseGet(GrantState.None::new);
    }

    private GrantState told(StoredGrant grant, GrantState state) {
        changes.fire(new GrantChanged(grant.user, grant.server, state));
        return state;
    }

    /** What the authorization server did cannot be undone: it is written until it is, or the process ends. */
    private boolean persistently(StoredGrant grant, BooleanSupplier write) {
        for (boolean first = true; ; first = false) {
            try {
                return write.getAsBoolean();
            } catch (MongoException e) {
                if (first) {
                    LOG.errorf(
                            "a refresh is not stored yet, tried until it is: user=%s server=%s: %s",
                            grant.user, grant.server, e.getMessage());
                }
                LockSupport.parkNanos(WRITE_PAUSE.toNanos());
            }
        }
    }
}
