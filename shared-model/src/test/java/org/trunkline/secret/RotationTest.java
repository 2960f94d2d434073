package org.trunkline.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The rules of a rotation, over documents in memory whose compare-and-set is as MongoDB's. */
class RotationTest {

    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration NEVER = Duration.ofDays(1);
    private static final int DOCUMENTS = 20;

    @TempDir
    Path folder;

    private final Documents documents = new Documents();
    private final Register register = new Register();
    private Path file;
    private SecretBox box;
    private long first;

    @BeforeEach
    void store() {
        file = folder.resolve("keyset.json");
        Boxes.write(file, Keysets.fresh());
        box = Boxes.of(file);
        first = box.primaryKey();
        IntStream.range(0, DOCUMENTS).forEach(i -> documents.put(place(i), box.seal("secret " + i, place(i))));
        promoteAnother();
    }

    @Test
    void isNoneAtFirst() {
        rotation(NEVER).work();

        RotationReport report = rotation(NEVER).report();
        assertEquals(RotationState.NEVER, report.state());
        assertEquals(0, report.done());
        assertEquals(DOCUMENTS, report.total());
        assertNull(report.startedAt());
    }

    @Test
    void bringsEverythingUnderThePrimaryKey() {
        // given
        Rotation rotation = rotation(NEVER);

        // when
        rotation.start();
        rotation.work();

        // then
        RotationReport report = rotation.report();
        assertEquals(RotationState.DONE, report.state());
        assertEquals(DOCUMENTS, report.done());
        assertEquals(DOCUMENTS, report.total());
        assertEquals(
                Map.of(first, true, box.primaryKey(), false),
                report.keys().stream()
                        .collect(Collectors.toMap(RotationReport.KeyUse::key, RotationReport.KeyUse::removable)));
        assertNotNull(report.endedAt());
        Boxes.write(file, Keysets.withoutFirst(text()));
        documents
                .all()
                .forEach((place, value) -> assertTrue(box.open(value, place).startsWith("secret ")));
    }

    @Test
    void losesNoConcurrentChange() {
        // given: each document changes after it was read, once, in a replica that has the old key
        SecretBox old = Boxes.of(Keysets.demoted(text()));
        documents.beforeReplace(place -> documents.put(place, old.seal("changed", place)));
        Rotation rotation = rotation(NEVER);

        // when
        rotation.start();
        rotation.work();

        // then
        assertEquals(DOCUMENTS, rotation.report().done());
        documents.all().forEach((place, value) -> assertEquals("changed", box.open(value, place)));
    }

    @Test
    void namesWhatNoKeyOpensAndGoesOn() {
        // given
        documents.put(place(3), Boxes.of(Keysets.fresh()).seal("foreign", place(3)));
        documents.put(place(5), documents.all().get(place(6)));
        Rotation rotation = rotation(NEVER);

        // when
        rotation.start();
        rotation.work();

        // then
        RotationReport report = rotation.report();
        assertEquals(RotationState.DONE, report.state());
        assertEquals(DOCUMENTS - 2, report.done());
        assertEquals(DOCUMENTS - 2, report.total());
        assertEquals(2, report.unreadable().values());
        assertEquals(List.of(place(3), place(5)), report.unreadable().places());
        assertTrue(report.keys().stream().anyMatch(key -> key.key() == first && key.removable()));
    }

    @Test
    void stopsAndGoesOn() {
        // given
        Rotation rotation = rotation(NEVER);
        rotation.start();

        // when
        rotation.stop();
        rotation.work();

        // then
        assertEquals(RotationState.STOPPED, rotation.report().state());
        assertEquals(0, rotation.report().done());

        // when
        rotation.start();
        rotation.work();

        // then
        assertEquals(RotationState.DONE, rotation.report().state());
    }

    @Test
    void isLeftToTheReplicaThatWorks() {
        register.write(register.read().started(Instant.now()));
        register.write(register.read().heldBy("another"));

        rotation(NEVER).work();

        assertEquals(0, rotation(NEVER).report().done());
        assertEquals("another", register.read().holder());
    }

    @Test
    void isTakenOverWhenItsReplicaDies() {
        // given: a replica died halfway
        documents.dieAfter(DOCUMENTS / 2);
        Rotation dead = rotation(NEVER);
        dead.start();
        assertThrows(Killed.class, dead::work);
        assertEquals(DOCUMENTS / 2, rotation(NEVER).report().done());
        assertNotNull(register.read().holder());

        // when
        Rotation other = rotation(AT_ONCE);
        other.work();

        // then
        assertEquals(RotationState.DONE, other.report().state());
        assertEquals(DOCUMENTS, other.report().done());
    }

    @Test
    void isTriedAgainAfterAFailure() {
        // given
        documents.failOnce();
        Rotation rotation = rotation(NEVER);
        rotation.start();

        // when
        rotation.work();

        // then
        assertEquals(RotationState.RUNNING, rotation.report().state());
        assertTrue(rotation.report().lastError().contains("no database"));

        // when
        rotation.work();

        // then
        assertEquals(RotationState.DONE, rotation.report().state());
        assertNull(rotation.report().lastError());
    }

    @Test
    void isLeftToOthersAtShutdown() {
        // given
        Rotation ended = rotation(NEVER);
        ended.start();

        // when
        ended.end();
        ended.work();

        // then
        assertEquals(RotationState.RUNNING, register.read().state());
        assertNull(register.read().holder());
        rotation(NEVER).work();
        assertEquals(RotationState.DONE, register.read().state());
    }

    @Test
    void canBeStartedAgainForAnotherKey() {
        // given
        Rotation rotation = rotation(NEVER);
        rotation.start();
        rotation.work();

        // when
        promoteAnother();

        // then
        assertEquals(0, rotation.report().done());
        assertFalse(rotation.report().keys().stream().anyMatch(key -> key.values() > 0 && key.removable()));
        rotation.start();
        rotation.work();
        assertEquals(DOCUMENTS, rotation.report().done());
    }

    private Rotation rotation(Duration takeover) {
        return new Rotation(box, List.of(documents), register, takeover, new SimpleMeterRegistry());
    }

    private void promoteAnother() {
        Boxes.write(file, Keysets.promoted(Keysets.withNewKey(text())));
        box.primaryKey();
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String place(int document) {
        return "server:%02d:apiKey.key".formatted(document);
    }

    private static final class Register implements RotationRegister {

        private final AtomicReference<RotationRecord> stored = new AtomicReference<>(RotationRecord.NEVER);

        @Override
        public RotationRecord read() {
            return stored.get();
        }

        @Override
        public boolean write(RotationRecord next) {
            RotationRecord before = stored.get();
            return before.version() == next.version() - 1 && stored.compareAndSet(before, next);
        }
    }
}
