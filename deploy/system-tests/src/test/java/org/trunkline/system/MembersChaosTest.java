package org.trunkline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * 200 users call tools at four servers through three replicas of connection-service and two of the others, while one
 * replica after another is killed, frozen for longer than the fence, cut from the database, drained and restarted. No
 * call may be executed twice, and no two replicas may act for one session. {@code -Plong} makes it minutes.
 */
@Tag("chaos")
class MembersChaosTest {

    private static final Logger LOG = Logger.getLogger(MembersChaosTest.class);
    private static final int USERS = 200;
    private static final int SERVERS = 4;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("trunkline.test.chaos-seconds", 20));
    private static final Duration FREEZE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(4);

    private final List<Attack> attacks = new ArrayList<>();

    /**
     * Something bad that was done to a replica.
     *
     * @param replica by its name at that time
     */
    private record Attack(String replica, String kind, long at) {}

    @Test
    void noCallIsExecutedTwiceAndNoTwoReplicasActForOneSession() {
        suffer("chaos", fleet -> {});
    }

    @Test
    void neitherWithClocksThatAreMinutesOff() throws IOException {
        Optional<Path> moved = faketime();
        Assumptions.assumeTrue(moved.isPresent(), "there is no libfaketime here, which moves clocks");
        suffer("chaos with wrong clocks", fleet -> {
            List<FleetReplica> all = fleet.all();
            for (int i = 0; i < all.size(); i++) {
                all.get(i)
                        .with("LD_PRELOAD", moved.get().toString())
                        .with("FAKETIME", (i % 2 == 0 ? "-" : "+") + (1 + i % 3) + "m")
                        .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                        .with("FAKETIME_FORCE_MONOTONIC_FIX", "0");
            }
        });
    }

    /** Where Debian's libfaketime is, whatever the machine's architecture. */
    private static Optional<Path> faketime() throws IOException {
        try (Stream<Path> libraries =
                Files.find(Path.of("/usr/lib"), 3, (path, file) -> path.endsWith("faketime/libfaketime.so.1"))) {
            return libraries.findFirst();
        }
    }

    private void suffer(String name, Consumer<Fleet> prepare) {
        List<CountingServer> servers =
                IntStream.range(0, SERVERS).mapToObj(i -> new CountingServer()).toList();
        Path folder = Repository.scratch(name.replace(' ', '-'));
        List<MembersLoad.Ended> ended;
        Map<String, Long> failures;
        try (Fleet fleet = new Fleet(folder, MembersTest.declared(servers.toArray(CountingServer[]::new)))) {
            fleet.prepare(2, 2, 3);
            prepare.accept(fleet);
            fleet.start();
            MembersLoad load = new MembersLoad(fleet, USERS, SERVERS);
            try (load) {
                await().atMost(Duration.ofMinutes(2)).until(() -> load.ended().size() > 3 * USERS);
                attackAll(fleet.connections());
            }
            ended = load.ended();
            failures = load.failures();
        }
        judge(name, servers, ended, failures);
        servers.forEach(CountingServer::close);
    }

    /** One after the other, each time another replica, and each way at least once. */
    private void attackAll(List<FleetReplica> replicas) {
        long end = System.nanoTime() + TIME.toNanos();
        int turn = 0;
        while (turn < 4 || System.nanoTime() < end) {
            FleetReplica victim = replicas.get(turn % replicas.size());
            switch (turn % 4) {
                case 0 -> kill(victim);
                case 1 -> freeze(victim);
                case 2 -> cut(victim);
                default -> drain(victim);
            }
            turn++;
            pass(PAUSE);
        }
    }

    private void kill(FleetReplica victim) {
        note(victim, "killed");
        victim.kill();
        pass(PAUSE);
        restart(victim);
    }

    private void freeze(FleetReplica victim) {
        note(victim, "frozen");
        victim.pause();
        pass(FREEZE);
        victim.resume();
        note(victim, "thawed");
    }

    private void cut(FleetReplica victim) {
        note(victim, "cut");
        victim.wire().cut();
        pass(FREEZE);
        victim.wire().mend();
        note(victim, "mended");
    }

    private void drain(FleetReplica victim) {
        note(victim, "drained");
        victim.terminate();
        restart(victim);
    }

    private static void restart(FleetReplica victim) {
        victim.start();
        victim.awaitReady();
    }

    private void note(FleetReplica victim, String kind) {
        LOG.infof("chaos: %s %s", victim.name(), kind);
        attacks.add(new Attack(victim.name(), kind, System.nanoTime()));
    }

    private void judge(
            String name, List<CountingServer> servers, List<MembersLoad.Ended> ended, Map<String, Long> failures) {
        List<CountingServer.Call> executed =
                servers.stream().flatMap(server -> server.calls().stream()).toList();
        Map<String, Long> times =
                executed.stream().collect(Collectors.groupingBy(CountingServer.Call::id, Collectors.counting()));
        Map<String, String> tools = executed.stream()
                .collect(Collectors.toMap(CountingServer.Call::id, CountingServer.Call::tool, (one, same) -> one));
        Set<String> twice =
                times.keySet().stream().filter(id -> times.get(id) > 1).collect(Collectors.toSet());
        long again = twice.stream().filter(id -> tools.get(id).equals("again")).count();
        List<String> disputed = servers.stream().flatMap(this::disputes).toList();
        LOG.infof(
                "%s: calls=%d executed=%d users=%d servers=%d attacks=%d failedAttempts=%s failedCalls=%d"
                        + " repeatedByUsers=%d executedTwice(once)=%d executedTwice(again)=%d disputed=%d"
                        + " upstreamSessions=%d slowestMs=%d firstSuccessAfterKillMs=%s",
                name,
                ended.size(),
                executed.size(),
                USERS,
                SERVERS,
                attacks.size(),
                failures,
                count(ended, call -> call.failure() != null),
                count(ended, call -> call.tries() > 1),
                twice.size() - again,
                again,
                disputed.size(),
                servers.stream().mapToInt(server -> server.sessions().size()).sum(),
                ended.stream()
                                .mapToLong(call -> call.until() - call.from())
                                .max()
                                .orElse(0)
                        / 1_000_000,
                afterKill(servers, ended));
        assertEquals(0, twice.size() - again, "calls that must not be repeated were executed twice");
        assertEquals(List.of(), disputed, "a replica acted for a session that another one had taken");
        assertEquals(
                List.of(),
                ended.stream()
                        .filter(call -> call.tool().equals("again") && call.failure() != null)
                        .toList());
        assertTrue(
                ended.stream().filter(call -> call.failure() == null).allMatch(call -> times.containsKey(call.id())));
        assertTrue(
                failures.keySet().stream().allMatch(kind -> kind.endsWith("retryable") || kind.contains("Exception")),
                failures::toString);
    }

    /** Keys for which a replica acts again after another one did, though nothing happened to that one in between. */
    private Stream<String> disputes(CountingServer server) {
        Map<String, List<CountingServer.Call>> byUser =
                server.calls().stream().collect(Collectors.groupingBy(CountingServer.Call::user));
        return byUser.entrySet().stream()
                .filter(entry -> disputed(entry.getValue()))
                .map(entry -> entry.getKey() + " "
                        + entry.getValue().stream()
                                .map(CountingServer.Call::replica)
                                .toList());
    }

    private boolean disputed(List<CountingServer.Call> calls) {
        Set<String> past = new HashSet<>();
        Set<String> attacked = attacks.stream().map(Attack::replica).collect(Collectors.toSet());
        String owner = calls.getFirst().replica();
        for (CountingServer.Call call : calls) {
            if (!call.replica().equals(owner)) {
                past.add(owner);
                if (past.contains(call.replica()) && !attacked.contains(owner)) {
                    return true;
                }
                owner = call.replica();
            }
        }
        return false;
    }

    /** Of each kill: how long the user waited longest, whose session was there, for the first call that succeeded. */
    private List<Long> afterKill(List<CountingServer> servers, List<MembersLoad.Ended> ended) {
        Map<String, Set<String>> owners = new HashMap<>();
        for (int i = 0; i < servers.size(); i++) {
            int server = i;
            servers.get(i)
                    .calls()
                    .forEach(call -> owners.computeIfAbsent(call.replica(), none -> new HashSet<>())
                            .add(call.user() + "@" + server));
        }
        Function<Attack, Long> worst = kill -> ended.stream()
                .filter(call ->
                        call.failure() == null && call.until() > kill.at() && call.from() < kill.at() + 5_000_000_000L)
                .filter(call ->
                        owners.getOrDefault(kill.replica(), Set.of()).contains(call.user() + "@" + call.server()))
                .mapToLong(call -> call.until() - Math.max(call.from(), kill.at()))
                .max()
                .orElse(0);
        return attacks.stream()
                .filter(attack -> attack.kind().equals("killed"))
                .map(worst)
                .map(nanos -> nanos / 1_000_000)
                .toList();
    }

    private static long count(List<MembersLoad.Ended> ended, Predicate<MembersLoad.Ended> wanted) {
        return ended.stream().filter(wanted).count();
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
