package org.trunkline.oauth.events;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.CredentialChange;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class ChangeLogTest {

    private static final int WRITERS = 100;

    @Inject
    ChangeLog log;

    @Inject
    InsertedEntries inserted;

    @Test
    void positionsGoOnAfterASweep() {
        // given
        log.append(change("first"));
        long before = log.newest();

        // when
        log.sweep(Instant.now().plusSeconds(60));
        log.append(change("next"));

        // then
        assertEquals(before + 1, log.newest());
    }

    @Test
    void manyWritersOfSeveralReplicasLeaveNoGapAndHardlyContend() throws Exception {
        // given
        long before = log.newest();
        int commands = inserted.commands();
        List<ChangeLog> replicas = List.of(log, new ChangeLog(), new ChangeLog());

        // when
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> appended = IntStream.range(0, WRITERS * replicas.size())
                    .<Future<?>>mapToObj(i -> writers.submit(
                            () -> replicas.get(i % replicas.size()).append(change("server-" + i))))
                    .toList();
            for (Future<?> each : appended) {
                each.get();
            }
        }

        // then
        int entries = WRITERS * replicas.size();
        List<ChangeEntry> written = log.after(before);
        assertEquals(
                LongStream.rangeClosed(before + 1, before + entries).boxed().toList(),
                written.stream().map(entry -> entry.position).toList());
        Set<String> servers = written.stream().map(entry -> entry.server).collect(Collectors.toSet());
        assertEquals(IntStream.range(0, entries).mapToObj(i -> "server-" + i).collect(Collectors.toSet()), servers);
        int asked = inserted.commands() - commands;
        assertTrue(asked <= entries, "the database was asked " + asked + " times for " + entries + " entries");
    }

    private static CredentialChange change(String server) {
        return new CredentialChange("alice", server, AuthorizationState.AUTHORIZED, null, Instant.now(), 1, false);
    }
}
