package org.trunkline.registry.inspection;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import org.jboss.logging.Logger;
import org.trunkline.inspection.Inspection;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.registry.declared.DeclaredServer;
import org.trunkline.registry.declared.DeclaredServers;
import org.trunkline.server.ServerSource;

/**
 * What the declared servers are like: looked at in the background after the file was read, a few at a time, so that
 * none keeps the service from being ready. A server that could not be inspected is looked at again after a while. Kept
 * in memory: each replica looks for itself.
 */
@ApplicationScoped
public class DeclaredInspections {

    private static final Logger LOG = Logger.getLogger(DeclaredInspections.class);
    private static final int AT_A_TIME = 4;
    private static final Duration FAILURE_COUNTS = Duration.ofMinutes(5);

    private final DeclaredServers servers;
    private final Inspector inspector;
    private final Map<String, Result> results = new ConcurrentHashMap<>();

    private record Result(String revision, Inspected inspected, long at) {

        boolean counts() {
            return !inspected.failed() || System.nanoTime() - at < FAILURE_COUNTS.toNanos();
        }
    }

    DeclaredInspections(DeclaredServers servers, Inspector inspector, MeterRegistry meters) {
        this.servers = servers;
        this.inspector = inspector;
        Gauge.builder("trunkline.declared.unreachable", this::unreachable)
                .description("Declared servers that could not be inspected the last time")
                .register(meters);
    }

    /** What is known of a server as it is declared now. */
    public Optional<Inspected> of(DeclaredServer server) {
        return Optional.ofNullable(results.get(server.name()))
                .filter(result -> result.revision().equals(server.revision()))
                .map(Result::inspected);
    }

    private long unreachable() {
        return results.values().stream()
                .filter(result -> result.inspected().failed())
                .count();
    }

    @Scheduled(
            every = "${trunkline.declared.every:2s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            identity = "declared-inspections")
    void look() {
        results.keySet()
                .retainAll(servers.all().stream().map(DeclaredServer::name).collect(Collectors.toSet()));
        try (ExecutorService turns =
                Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
            servers.all().stream().filter(this::isDue).forEach(server -> turns.execute(() -> inspect(server)));
        }
    }

    /** A server that is not to be connected at the start is not looked at either. */
    private boolean isDue(DeclaredServer server) {
        Result known = results.get(server.name());
        return !Boolean.FALSE.equals(server.config().startup())
                && (known == null || !known.revision().equals(server.revision()) || !known.counts());
    }

    private void inspect(DeclaredServer server) {
        try {
            Inspection found = inspector.inspect(server.config(), ServerSource.DECLARED);
            results.put(server.name(), new Result(server.revision(), Inspected.of(found), System.nanoTime()));
            LOG.infof(
                    "declared server inspected: server=%s failed=%s%s",
                    server.name(), found.isFailed(), found.isFailed() ? " why=" + found.reason() : "");
        } catch (NeighbourUnavailable later) {
            LOG.debugf("declared server not inspected yet: server=%s", server.name());
        }
    }
}
