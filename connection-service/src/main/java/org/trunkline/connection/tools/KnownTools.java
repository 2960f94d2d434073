package org.trunkline.connection.tools;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.trunkline.connection.credentials.CredentialNews;
import org.trunkline.connection.credentials.SignIn;
import org.trunkline.connection.links.Link;
import org.trunkline.connection.links.Listing;
import org.trunkline.connection.links.Offer;
import org.trunkline.connection.servers.ServerForgotten;
import org.trunkline.connection.servers.Servers;
import org.trunkline.connection.sessions.OwnedElsewhere;
import org.trunkline.connection.sessions.SessionKey;
import org.trunkline.connection.sessions.SessionRequest;
import org.trunkline.connection.sessions.Sessions;
import org.trunkline.connection.sessions.Work;
import org.trunkline.connection.tools.KnownList.Known;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.CredentialChange;
import org.trunkline.identity.Caller;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.SessionScope;
import org.trunkline.telemetry.CacheMeters;

/**
 * The lists of tools that servers gave lately: one for all users of a server whose session they share, else one for
 * each user. A list is got over the session, renewed in the background, and dropped when it may be somebody else's by
 * now: with the configuration, with the user's credential, and when the user reinitializes.
 */
@ApplicationScoped
public class KnownTools {

    private static final String EVERYBODY = "";
    private static final Set<AuthorizationState> SIGNED_OUT =
            Set.of(AuthorizationState.NEEDS_AUTHORIZATION, AuthorizationState.EXPIRED);

    private static final Logger LOG = Logger.getLogger(KnownTools.class);

    private final Servers servers;
    private final Sessions sessions;
    private final OwnersOffers owners;
    private final ToolGate gate;
    private final ToolConfig config;
    private final Cache<Key, KnownList> lists;

    /** @param owner a user's id, or {@link #EVERYBODY}: an id is never empty */
    private record Key(String owner, String server) {}

    KnownTools(
            Servers servers,
            Sessions sessions,
            OwnersOffers owners,
            ToolGate gate,
            ToolConfig config,
            MeterRegistry meters) {
        this.servers = servers;
        this.sessions = sessions;
        this.owners = owners;
        this.gate = gate;
        this.config = config;
        this.lists = Caffeine.newBuilder()
                .expireAfterWrite(config.cacheTime())
                .maximumSize(config.maxLists())
                .recordStats()
                .build();
        CacheMeters.register(meters, "tools", lists);
    }

    /**
     * What is known of a server's tools. Only who knows nothing yet, or may not be trusted, is asked before the answer,
     * and waited for no longer than the catalogue's budget.
     *
     * @param trusted whether a list that is known can be told to the caller without asking
     */
    Uni<Known> of(Caller caller, ResolvedServer server, boolean trusted) {
        KnownList list = list(caller, server);
        Known known = list.known(config.cacheTime());
        if (known.listing() != null && trusted) {
            if (list.isDue(config.refreshAfter(), config.pause())) {
                list.ask(asking(caller, server, list)).subscribe().with(ignored -> {});
            }
            return Uni.createFrom().item(known);
        }
        return list.isPaused(config.pause())
                ? Uni.createFrom().item(known)
                : list.ask(
                        asking(caller, server, list),
                        config.catalogueBudget(),
                        () -> UpstreamFailure.timedOut(
                                server.name(), config.catalogueBudget().toMillis()));
    }

    /** What is known of a server's tools without asking anybody; its listing is null when there is none. */
    Known remembered(Caller caller, ResolvedServer server) {
        KnownList list = lists.getIfPresent(key(caller, server));
        return list == null || !list.isOf(server.revision()) ? KnownList.NOTHING : list.known(config.cacheTime());
    }

    /**
     * How a server's tools are listed anew over a session. What was known is dropped, unless the session is one beside
     * the default: that one's list is its own.
     */
    public Function<Link, Uni<Offer>> anew(SessionRequest request) {
        if (!request.label().equals(SessionKey.DEFAULT_LABEL)) {
            return link -> link.listing(Duration.ZERO)
                    .call(listing -> compared(request, listing))
                    .map(Listing::offer);
        }
        lists.invalidate(key(request.caller(), request.server()));
        KnownList list = list(request.caller(), request.server());
        return link -> ask(link, request, list)
                .invoke(list::listed)
                .call(listing -> compared(request, listing))
                .map(Listing::offer);
    }

    /** Never fails: what is in quarantine shows when it can be said. */
    private Uni<Void> compared(SessionRequest request, Listing listing) {
        return gate.sorted(request, listing)
                .onFailure()
                .invoke(failure -> LOG.debugf("tools not compared %s: %s", request.key(), failure))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    /** After the sessions have noticed it: the list is not got over one that was opened with something else. */
    void changed(@Observes @Priority(3) CredentialNews news) {
        CredentialChange change = news.change();
        if (change == null) {
            lists.asMap().values().forEach(KnownList::doubt);
            return;
        }
        Key key = new Key(change.user(), change.server());
        if (change.values() || SIGNED_OUT.contains(change.state())) {
            lists.invalidate(key);
        } else if (change.state() == AuthorizationState.AUTHORIZED) {
            doubt(change.user(), change.server());
        }
    }

    /** A user's list may be another one by now, as the replica says that owns the session. */
    void doubt(String user, String server) {
        lists.asMap().computeIfPresent(new Key(user, server), (same, list) -> {
            list.doubt();
            return list;
        });
    }

    void forgotten(@Observes ServerForgotten server) {
        lists.asMap().keySet().removeIf(key -> key.server().equals(server.name()));
    }

    private KnownList list(Caller caller, ResolvedServer server) {
        return lists.asMap()
                .compute(
                        key(caller, server),
                        (key, list) ->
                                list != null && list.isOf(server.revision()) ? list : new KnownList(server.revision()));
    }

    private Supplier<Uni<Listing>> asking(Caller caller, ResolvedServer server, KnownList list) {
        return () -> sessions.use(
                        SessionRequest.of(caller, server),
                        SignIn.LEAVE,
                        Work.aside(link -> ask(link, SessionRequest.of(caller, server), list)))
                .onFailure(OwnedElsewhere.class)
                .recoverWithUni(
                        elsewhere -> owners.of(caller, server, elsewhere).invoke(list::listed));
    }

    private Uni<Listing> ask(Link link, SessionRequest request, KnownList list) {
        link.watch(list.telling(listing -> changed(request, listing)));
        return link.listing(Duration.ZERO);
    }

    /** A server has announced another list: what is in quarantine shows though nobody asks. */
    private void changed(SessionRequest request, Listing listing) {
        Caller caller = request.caller();
        String server = request.server().name();
        if (!request.key().shared()) {
            owners.tell(caller.id(), server);
        }
        if (request.server().pins() != null) {
            servers.find(caller, server)
                    .chain(now -> compared(SessionRequest.of(caller, now), listing))
                    .subscribe()
                    .with(compared -> {}, failure -> LOG.debugf("tools not compared %s: %s", request.key(), failure));
        }
    }

    private static Key key(Caller caller, ResolvedServer server) {
        boolean shared = SessionScope.of(server.config(), server.source()).oneForAll();
        return new Key(shared ? EVERYBODY : caller.id(), server.name());
    }
}
