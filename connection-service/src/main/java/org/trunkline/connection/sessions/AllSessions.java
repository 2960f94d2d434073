package org.trunkline.connection.sessions;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.trunkline.connection.members.Members;

/** The sessions of all replicas, those that serve all users too. */
@ApplicationScoped
class AllSessions {

    private static final Comparator<SessionEntry> ORDER = Comparator.comparing(SessionEntry::place);

    private final Members members;
    private final Sessions sessions;
    private final Elsewhere elsewhere;

    AllSessions(Members members, Sessions sessions, Elsewhere elsewhere) {
        this.members = members;
        this.sessions = sessions;
        this.elsewhere = elsewhere;
    }

    /** The first sessions on this replica after a place, in the order of their places. */
    List<SessionEntry> here(SessionFilter filter, String place, int limit) {
        String here = self();
        return first(sessions.here(filter).stream().map(session -> SessionEntry.of(session, here)), place, limit);
    }

    /**
     * The first sessions after a place.
     *
     * @param replica the only one that is asked; null for all
     */
    Uni<SessionsPage> page(SessionFilter filter, String replica, String place, int limit) {
        List<SessionEntry> here = isMeant(replica) ? here(filter, place, limit + 1) : List.of();
        return elsewhere.list(filter, replica, place, limit + 1).map(others -> {
            Stream<SessionEntry> all =
                    Stream.concat(here.stream(), others.stream().flatMap(other -> other.sessions().stream()));
            List<SessionEntry> found = first(all, place, limit + 1);
            boolean more = found.size() > limit;
            List<SessionEntry> page = more ? found.subList(0, limit) : found;
            List<String> silent = others.stream()
                    .filter(other -> !other.answered())
                    .map(Elsewhere.Listed::replica)
                    .toList();
            return new SessionsPage(page, more, more ? page.getLast().after() : null, silent);
        });
    }

    /**
     * Ends the sessions that fit, calls under way too.
     *
     * @param replica the only one whose sessions are meant; null for all
     * @return how many there were; fails when a replica does not say that it has ended its own
     */
    Uni<Integer> end(SessionFilter filter, String replica) {
        Uni<Integer> here =
                isMeant(replica) ? sessions.end(filter) : Uni.createFrom().item(0);
        return Uni.combine().all().unis(here, elsewhere.end(filter, replica)).with(Integer::sum);
    }

    private boolean isMeant(String replica) {
        return replica == null || replica.equals(self());
    }

    private String self() {
        return members.address().toString();
    }

    private static List<SessionEntry> first(Stream<SessionEntry> entries, String place, int limit) {
        return entries.filter(entry -> entry.place().compareTo(place) > 0)
                .sorted(ORDER)
                .limit(limit)
                .toList();
    }
}
