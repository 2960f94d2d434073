package org.trunkline.connection.sessions;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.trunkline.connection.servers.Servers;
import org.trunkline.problem.NotFound;
import org.trunkline.server.ResolvedServer;

/**
 * Keeps sessions in step with the registry when nobody uses them: one whose server has another configuration now, or is
 * not there any more for the user, is ended; what is accepted of tools in quarantine leaves it.
 */
@ApplicationScoped
class ServerFollower {

    private static final Logger LOG = Logger.getLogger(ServerFollower.class);

    /** How often sessions are checked after a change: what the registry said before is used for some seconds. */
    private static final int CHECKS = 3;

    private static final int CHECKS_AT_A_TIME = 16;

    private final LiveSessions live;
    private final Servers servers;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(String stamp, int checks) {

        Seen again(String current) {
            return current.equals(stamp) ? new Seen(stamp, checks + 1) : new Seen(current, 1);
        }
    }

    ServerFollower(LiveSessions live, Servers servers) {
        this.live = live;
        this.servers = servers;
    }

    /** While the registry does not answer, sessions stay as they are. */
    @Scheduled(every = "{trunkline.servers.follow-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> follow() {
        Set<String> names = live.all(session -> true).stream()
                .map(session -> session.key().server())
                .collect(Collectors.toSet());
        seen.keySet().retainAll(names);
        return names.isEmpty()
                ? Uni.createFrom().voidItem()
                : servers.stamps(names)
                        .chain(stamps -> follow(names, stamps))
                        .chain(ended -> followPins())
                        .onFailure()
                        .invoke(cause -> LOG.debugf("changes of servers are not known now: %s", cause))
                        .onFailure()
                        .recoverWithNull();
    }

    private Uni<Void> follow(Set<String> names, Map<String, String> stamps) {
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(name -> {
                    List<Session> sessions =
                            live.all(session -> session.key().server().equals(name));
                    String stamp = stamps.get(name);
                    if (stamp == null) {
                        return live.closeNow(sessions, Reason.SERVER_GONE);
                    }
                    Seen now = seen.compute(
                            name, (key, before) -> before == null ? new Seen(stamp, 1) : before.again(stamp));
                    return now.checks() > CHECKS ? Uni.createFrom().voidItem() : check(sessions, stamp);
                })
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> check(List<Session> sessions, String stamp) {
        return Multi.createFrom()
                .iterable(sessions)
                .onItem()
                .transformToUni(session -> session.key().shared() ? checkShared(session, stamp) : check(session))
                .merge(CHECKS_AT_A_TIME)
                .onItem()
                .ignoreAsUni();
    }

    /** A stamp begins with the revision. */
    private static Uni<Void> checkShared(Session session, String stamp) {
        return stamp.startsWith(session.revision() + "/")
                ? Uni.createFrom().voidItem()
                : session.retire(Reason.CONFIGURATION_CHANGED);
    }

    private Uni<Void> check(Session session) {
        return servers.find(session.request().caller(), session.key().server())
                .chain(current -> current.revision().equals(session.revision())
                        ? Uni.createFrom().voidItem()
                        : session.retire(Reason.CONFIGURATION_CHANGED))
                .onFailure(NotFound.class)
                .recoverWithUni(() -> live.closeNow(List.of(session), Reason.SERVER_GONE))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> followPins() {
        return Multi.createFrom()
                .iterable(live.all(session -> session.status().quarantined() != null))
                .onItem()
                .transformToUni(session -> followPins(session).onFailure().recoverWithNull())
                .merge(CHECKS_AT_A_TIME)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> followPins(Session session) {
        String name = session.key().server();
        Uni<ResolvedServer> current = session.key().shared()
                ? servers.declared(name)
                : servers.find(session.request().caller(), name);
        return current.invoke(server -> session.accept(server.pins() == null ? Map.of() : server.pins()))
                .replaceWithVoid();
    }
}
