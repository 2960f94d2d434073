package org.trunkline.connection.transports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Named.named;

/** Bounds on the processes of stdio servers, with real processes. */
class ChildrenTest {

    /** Of a shell that tells its own process id and that of another process. */
    private static final String TELL_AND_SLEEP = "echo $$ >&2; sleep 1000 & echo $! >&2; wait";

    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<ChildProcess> started = new ArrayList<>();

    private final ChildProcess.Listener listener = new ChildProcess.Listener() {
        @Override
        public void output(byte[] line) {}

        @Override
        public void error(String line) {
            said.add(line);
        }

        @Override
        public void ended(String why) {
            ended.complete(why);
        }
    };

    @AfterEach
    void endAll() {
        started.forEach(child -> child.kill("the test is over"));
    }

    @Test
    void noMoreRunThanMayAndWhoEndsMakesRoom() {
        Children children = children(Map.of("trunkline.transports.max-children", "1"));
        ChildProcess first = start(children, "sleep", "1000");

        TransportException refused = assertThrows(TransportException.class, () -> start(children, "sleep", "1000"));

        assertThat(refused.getMessage(), containsString("trunkline.transports.max-children"));
        first.stop();
        await().atMost(10, SECONDS).ignoreExceptions().until(() -> start(children, "sleep", "1000") != null);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whoUsesMoreMemoryThanItMayIsEndedWithAllThatItStarted() {
        Children children = children(Map.of("trunkline.transports.child-memory", "1K"));
        ChildProcess child = start(children, "sh", "-c", "sleep 1000; true");
        await().atMost(10, SECONDS).until(() -> child.watch(RunningProcesses.now()) > 0);

        children.watch();

        assertThat(ended.orTimeout(10, SECONDS).join(), containsString("more memory"));
    }

    @Test
    void aLineThatIsTooLongEndsTheChild() {
        Children children = children(Map.of("trunkline.transports.max-line", "10"));

        start(children, "sh", "-c", "echo 0123456789abcdef; sleep 1000");

        assertThat(ended.orTimeout(10, SECONDS).join(), containsString("a line of more than 10 bytes"));
    }

    static Stream<Named<Consumer<ChildProcess>>> ends() {
        return Stream.of(
                named("it ends by itself", child -> child.write(Buffer.buffer("go"))),
                named("it is stopped", ChildProcess::stop),
                named("it is killed", child -> child.kill("the test wants it")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    @EnabledOnOs(OS.LINUX)
    void whoLeftTheChildAndItsSessionIsEndedWithIt(Consumer<ChildProcess> end) {
        Children children = children(Map.of());
        ChildProcess child = start(children, "sh", "-c", "(setsid sh -c '" + TELL_AND_SLEEP + "' &); read line");
        await().atMost(10, SECONDS).until(() -> said.size() == 2);

        end.accept(child);

        await().atMost(10, SECONDS).until(() -> said.stream().noneMatch(ChildrenTest::runs));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whoLeftTheChildAndItsEnvironmentIsEndedWithItIfItWasSeenBefore() {
        Children children = children(Map.of());
        ChildProcess child =
                start(children, "sh", "-c", "env -i setsid sh -c '" + TELL_AND_SLEEP + "' & exec sleep 1000");
        await().atMost(10, SECONDS).until(() -> said.size() == 2);
        children.watch();

        child.kill("the test wants it");

        await().atMost(10, SECONDS).until(() -> said.stream().noneMatch(ChildrenTest::runs));
    }

    private static boolean runs(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    private ChildProcess start(Children children, String... command) {
        ChildProcess child = children.start(new ProcessBuilder(command), listener);
        started.add(child);
        return child;
    }

    private static Children children(Map<String, String> settings) {
        return new Children(
                new SmallRyeConfigBuilder()
                        .withMapping(TransportConfig.class)
                        .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                        .withConverter(Duration.class, 200, new DurationConverter())
                        .withDefaultValues(settings)
                        .build()
                        .getConfigMapping(TransportConfig.class),
                new SimpleMeterRegistry());
    }
}
