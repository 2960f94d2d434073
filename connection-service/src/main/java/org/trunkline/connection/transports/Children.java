package org.trunkline.connection.transports;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import org.jboss.logging.Logger;
import org.trunkline.connection.transports.TransportException.Kind;
import org.trunkline.telemetry.Refused;

/** The child processes of this replica: no more than may run, none with more memory than it may have. */
@ApplicationScoped
class Children {

    private static final Logger LOG = Logger.getLogger(Children.class);

    private final TransportConfig config;
    private final Counter refused;
    private final Set<ChildProcess> running = ConcurrentHashMap.newKeySet();

    Children(TransportConfig config, MeterRegistry meters) {
        this.config = config;
        this.refused = Refused.by(meters, "children");
        Gauge.builder("trunkline.stdio.children", running::size)
                .description("Processes of stdio servers that run")
                .register(meters);
    }

    /**
     * Starts a child.
     *
     * @throws TransportException when it cannot be started, or no further one may run
     */
    ChildProcess start(ProcessBuilder command, ChildProcess.Listener listener) {
        if (running.size() >= config.maxChildren()) {
            refused.increment();
            throw new TransportException(
                    Kind.UNREACHABLE,
                    "no more than " + config.maxChildren()
                            + " server processes may run (trunkline.transports.max-children)");
        }
        ChildProcess child =
                new ChildProcess(command, config.maxLine().asBigInteger().intValueExact(), listener);
        running.add(child);
        child.ended().thenRun(() -> running.remove(child));
        return child;
    }

    @Scheduled(every = "5s")
    void watch() {
        if (running.isEmpty()) {
            return;
        }
        long most = config.childMemory().asLongValue() / 1024;
        RunningProcesses now = RunningProcesses.now();
        for (ChildProcess child : running) {
            long used = child.watch(now);
            if (used > most) {
                LOG.warnf("stdio server %s ended: it uses %d of %d KiB", child.name(), used, most);
                child.kill("it used more memory than it may have");
            }
        }
    }
}
