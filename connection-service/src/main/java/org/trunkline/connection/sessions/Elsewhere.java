package org.trunkline.connection.sessions;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.trunkline.connection.members.Members;
import org.trunkline.problem.NeighbourUnavailable;

/** The sessions of the other replicas. */
@ApplicationScoped
public class Elsewhere {

    private static final Logger LOG = Logger.getLogger(Elsewhere.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration GATHERING = Duration.ofMillis(100);
    private static final int MOST_AT_ONCE = 500;

    private final Members members;
    private final PeerSessions peers;
    private final StateChanges changes;

    Elsewhere(Members members, @RestClient PeerSessions peers, StateChanges changes) {
        this.members = members;
        this.peers = peers;
        this.changes = changes;
    }

    /** Whether there is no other replica. */
    boolean isNowhere() {
        return members.origins().isEmpty();
    }

    /** The sessions that a user has on the other replicas. One that does not answer soon is left out. */
    public Uni<OtherSessions> of(String user) {
        return all(origin -> peers.of(origin, user)
                        .ifNoItem()
                        .after(PATIENCE)
                        .fail()
                        .onFailure()
                        .recoverWithItem(failure -> {
                            LOG.warnf("the sessions on %s are not known: %s", origin, failure);
                            return List.of();
                        }))
                .map(found ->
                        new OtherSessions(found.stream().flatMap(List::stream).toList()));
    }

    /** Ends a user's session on whichever replica it is idle. */
    Uni<Void> evict(SessionKey key) {
        return all(origin -> peers.evict(origin, key.user(), key.server(), key.label())
                        .replaceWith(true))
                .onFailure()
                .transform(failure -> new NeighbourUnavailable("connection-service", failure))
                .replaceWithVoid();
    }

    /** Ends every session with a server on the other replicas; fails when one does not say that it has. */
    Uni<Void> close(String server) {
        return all(origin -> peers.close(origin, server, true).replaceWith(true))
                .onFailure()
                .transform(failure -> new NeighbourUnavailable("connection-service", failure))
                .replaceWithVoid();
    }

    /**
     * Sessions on another replica.
     *
     * @param answered whether it says which it has
     */
    record Listed(String replica, List<SessionEntry> sessions, boolean answered) {}

    /**
     * The first sessions after a place on each of the other replicas.
     *
     * @param replica the only one that is asked; null for all
     */
    Uni<List<Listed>> list(SessionFilter filter, String replica, String place, int limit) {
        return all(
                replica,
                origin -> peers.list(origin, filter, place, limit)
                        .ifNoItem()
                        .after(PATIENCE)
                        .fail()
                        .map(sessions -> new Listed(origin, sessions, true))
                        .onFailure()
                        .recoverWithItem(failure -> {
                            LOG.warnf("the sessions on %s are not known: %s", origin, failure);
                            return new Listed(origin, List.of(), false);
                        }));
    }

    /**
     * Ends the sessions that fit, calls under way too; fails when a replica does not say that it has.
     *
     * @param replica the only one whose sessions are meant; null for all
     * @return how many there were
     */
    Uni<Integer> end(SessionFilter filter, String replica) {
        return all(replica, origin -> peers.end(origin, filter))
                .onFailure()
                .transform(failure -> new NeighbourUnavailable("connection-service", failure))
                .map(ended -> ended.stream().mapToInt(EndedSessions::ended).sum());
    }

    /** What changes here is told there, several changes at a time; a change that is not heard is seen by asking. */
    void begin(@Observes StartupEvent start) {
        Multi.createFrom()
                .<PeerSession>emitter(emitter -> changes.relay(emitter::emit), BackPressureStrategy.DROP)
                .group()
                .intoLists()
                .of(MOST_AT_ONCE, GATHERING)
                .subscribe()
                .with(this::tell);
    }

    /** What changed on another replica. */
    void heard(List<PeerSession> told) {
        told.forEach(changes::hear);
    }

    private void tell(List<PeerSession> told) {
        origins()
                .forEach(origin -> peers.changed(origin, told)
                        .subscribe()
                        .with(heard -> {}, failure -> LOG.debugf("changes were not heard at %s: %s", origin, failure)));
    }

    private <T> Uni<List<T>> all(Function<String, Uni<T>> question) {
        return all(null, question);
    }

    private <T> Uni<List<T>> all(String replica, Function<String, Uni<T>> question) {
        List<Uni<T>> asked = origins()
                .filter(origin -> replica == null || replica.equals(origin))
                .map(question)
                .toList();
        return asked.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(asked).andFailFast();
    }

    private Stream<String> origins() {
        return members.origins().stream().map(URI::toString);
    }
}
