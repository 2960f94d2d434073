package org.trunkline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;

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

    private final List<MembersVerdict.Attack> attacks = new ArrayList<>();

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
        try (Fleet fleet = new Fleet(folder, MembersTest.declared(servers.toArray(CountingServer[]::new)))) {
            fleet.prepare(2, 2, 3);
            prepare.accept(fleet);
            fleet.start();
            MembersLoad load = new MembersLoad(fleet, USERS, SERVERS);
            try (load) {
                await().atMost(Duration.ofMinutes(2)).until(() -> load.ended().size() > 3 * USERS);
                attackAll(fleet.connections());
            }
            new MembersVerdict(name, servers, fleet.connections(), load, attacks).pronounce();
        }
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
        note(victim, "ended");
        restart(victim);
    }

    private void restart(FleetReplica victim) {
        victim.start();
        victim.awaitReady();
        note(victim, "restarted");
    }

    private void note(FleetReplica victim, String kind) {
        LOG.infof("chaos: %s %s", victim.name(), kind);
        attacks.add(new MembersVerdict.Attack(victim.name(), kind, System.nanoTime()));
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
