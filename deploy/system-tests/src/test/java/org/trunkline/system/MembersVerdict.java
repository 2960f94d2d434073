package org.trunkline.system;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What became of the calls that were made while replicas were attacked: the figures, which are logged, and what must
 * hold.
 */
final class MembersVerdict {

    private static final Logger LOG = Logger.getLogger(MembersVerdict.class);
    private static final Pattern OPENED = Pattern.compile("session opened server=(\\S+) user=(\\S+) session=default");
    private static final String NOT_TO_REPEAT = "once";
    private static final String BEFORE = "before any";
    private static final String DRAINED = "drained";

    private final String name;
    private final List<CountingServer> servers;
    private final List<FleetReplica> replicas;
    private final List<MembersLoad.Ended> ended;
    private final List<MembersLoad.Failed> failed;
    private final List<Attack> attacks;

    /**
     * Something bad that was done to a replica, or that it ended.
     *
     * @param replica by its name at that time
     * @param at nanoTime
     */
    record Attack(String replica, String kind, long at) {}

    /** @param attacks in their order */
    MembersVerdict(
            String name,
            List<CountingServer> servers,
            List<FleetReplica> replicas,
            MembersLoad load,
            List<Attack> attacks) {
        this.name = name;
        this.servers = servers;
        this.replicas = replicas;
        this.ended = load.ended();
        this.failed = load.failures();
        this.attacks = List.copyOf(attacks);
    }

    /** Tells the figures, and fails when something was done twice, or failed that must not fail. */
    void pronounce() {
        Map<String, Set<String>> twice = executedTwice();
        List<String> disputed = disputed();
        LOG.infof(
                "%s: calls=%d failed=%d repeatedByUsers=%d executedTwice=%s disputed=%d upstreamSessions=%d slowestMs=%d"
                        + " slowestAfterKillMs=%s",
                name,
                ended.size(),
                ended.stream().filter(call -> call.failure() != null).count(),
                ended.stream().filter(call -> call.tries() > 1).count(),
                twice.keySet().stream()
                        .collect(Collectors.toMap(
                                tool -> tool, tool -> twice.get(tool).size())),
                disputed.size(),
                servers.stream().mapToInt(server -> server.sessions().size()).sum(),
                slowest(Long.MIN_VALUE, Long.MAX_VALUE),
                afterKill());
        Map<String, Map<String, Long>> failures = failures();
        failures.forEach((attack, kinds) -> LOG.infof(
                "%s: attack=%s times=%d failedAttempts=%s slowestMs=%d",
                name, attack, times(attack), kinds, slowest(attack)));

        assertEquals(Set.of(), twice.getOrDefault(NOT_TO_REPEAT, Set.of()), "executed twice that must not be repeated");
        assertEquals(List.of(), disputed, "a replica acted for a session that another one had taken");
        assertEquals(
                List.of(),
                ended.stream()
                        .filter(call -> call.failure() != null && !call.tool().equals(NOT_TO_REPEAT))
                        .toList(),
                "calls that their users repeated");
        assertEquals(List.of(), failed.stream().filter(each -> !each.isClear()).toList());
        assertEquals(List.of(), succeededWithoutExecution());
        assertEquals(List.of(), failedWhileDraining(), "a replica that is stopped in order costs no call");
    }

    /** The ids of the calls that were, by tool. */
    private Map<String, Set<String>> executedTwice() {
        Set<String> seen = new HashSet<>();
        return executed()
                .filter(call -> !seen.add(call.id()))
                .collect(Collectors.groupingBy(
                        CountingServer.Call::tool,
                        TreeMap::new,
                        Collectors.mapping(CountingServer.Call::id, Collectors.toSet())));
    }

    private Stream<CountingServer.Call> executed() {
        return servers.stream().flatMap(server -> server.calls().stream());
    }

    private List<String> succeededWithoutExecution() {
        Set<String> known = executed().map(CountingServer.Call::id).collect(Collectors.toSet());
        return ended.stream()
                .filter(call -> call.failure() == null && !known.contains(call.id()))
                .map(MembersLoad.Ended::id)
                .toList();
    }

    /** The attempts that failed of those that began while a replica drained: the attack before it cut others. */
    private List<MembersLoad.Failed> failedWhileDraining() {
        return IntStream.range(0, attacks.size())
                .filter(i -> attacks.get(i).kind().equals(DRAINED))
                .boxed()
                .flatMap(drain ->
                        failed.stream().filter(each -> each.from() >= begin(drain) && each.from() < begin(drain + 1)))
                .toList();
    }

    /** When that attack was begun; never, if there was none. */
    private long begin(int attack) {
        return attack < attacks.size() ? attacks.get(attack).at() : Long.MAX_VALUE;
    }

    /**
     * The sessions for which a replica acted again, after another one had, without having opened them again: who owns a
     * session anew opens it anew.
     */
    private List<String> disputed() {
        Map<String, Long> opened = opened();
        return IntStream.range(0, servers.size())
                .boxed()
                .flatMap(server ->
                        turns("counting-" + server, servers.get(server).calls()).entrySet().stream())
                .filter(turns -> turns.getValue() > opened.getOrDefault(turns.getKey(), 0L))
                .map(turns -> turns + " opened=" + opened.get(turns.getKey()))
                .toList();
    }

    /** How often each replica began to act for each session, as the server saw it. */
    private static Map<String, Long> turns(String server, List<CountingServer.Call> calls) {
        Map<String, Long> turns = new TreeMap<>();
        Map<String, String> acting = new HashMap<>();
        for (CountingServer.Call call : calls) {
            if (!call.replica().equals(acting.put(call.user(), call.replica()))) {
                String port = call.replica().split("#")[0];
                turns.merge(session(port, server, call.user()), 1L, Long::sum);
            }
        }
        return turns;
    }

    /** How often each replica says that it has opened each session. */
    private Map<String, Long> opened() {
        return replicas.stream()
                .flatMap(replica -> OPENED.matcher(replica.output())
                        .results()
                        .map(line -> session(String.valueOf(replica.port()), line)))
                .collect(Collectors.groupingBy(session -> session, Collectors.counting()));
    }

    private static String session(String port, MatchResult line) {
        return session(port, line.group(1), line.group(2));
    }

    private static String session(String port, String server, String user) {
        return user + " at " + server + " by " + port;
    }

    /** The attempts that failed, by tool and kind, by what had been done last. */
    private Map<String, Map<String, Long>> failures() {
        Map<String, Map<String, Long>> failures = new TreeMap<>();
        attacks.forEach(attack -> failures.put(attack.kind(), new TreeMap<>()));
        failed.forEach(each -> failures.computeIfAbsent(lastBefore(each.at()), kind -> new TreeMap<>())
                .merge(each.tool() + " " + each.kind(), 1L, Long::sum));
        return failures;
    }

    private String lastBefore(long at) {
        return attacks.stream()
                .filter(attack -> attack.at() <= at)
                .reduce((earlier, later) -> later)
                .map(Attack::kind)
                .orElse(BEFORE);
    }

    private long times(String kind) {
        return attacks.stream().filter(attack -> attack.kind().equals(kind)).count();
    }

    /** The longest in milliseconds that a user waited for success while that was the last that had been done. */
    private long slowest(String kind) {
        return IntStream.range(0, attacks.size())
                .filter(i -> attacks.get(i).kind().equals(kind))
                .mapToLong(i -> slowest(begin(i), begin(i + 1)))
                .max()
                .orElse(0);
    }

    private long slowest(long from, long until) {
        return ended.stream()
                        .filter(call -> call.failure() == null && call.until() >= from && call.until() < until)
                        .mapToLong(call -> call.until() - call.from())
                        .max()
                        .orElse(0)
                / 1_000_000;
    }

    /** Of each kill: the longest in milliseconds that a user whose session was there waited for success. */
    private List<Long> afterKill() {
        Set<String> owned = new HashSet<>();
        IntStream.range(0, servers.size())
                .forEach(server -> servers.get(server)
                        .calls()
                        .forEach(call -> owned.add(session(call.replica(), "" + server, call.user()))));
        return attacks.stream()
                .filter(attack -> attack.kind().equals("killed"))
                .map(kill -> ended.stream()
                                .filter(call -> call.failure() == null
                                        && call.until() > kill.at()
                                        && call.from() < kill.at() + 5_000_000_000L
                                        && owned.contains(session(kill.replica(), "" + call.server(), call.user())))
                                .mapToLong(call -> call.until() - Math.max(call.from(), kill.at()))
                                .max()
                                .orElse(0)
                        / 1_000_000)
                .toList();
    }
}
