package org.trunkline.registry.inspection;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.trunkline.inspection.Inspection;
import org.trunkline.inspection.InspectionRequest;
import org.trunkline.neighbours.ConnectionClient;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;
import org.trunkline.telemetry.Outcomes;

/** Has servers inspected by connection-service. */
@Startup
@ApplicationScoped
public class Inspector {

    /** Longer than the client itself waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ConnectionClient connections;
    private final Outcomes<Outcome> outcomes;

    private enum Outcome {
        CONNECTED,
        UNREACHABLE,
        NOT_ALLOWED,
        NOT_INSPECTED
    }

    Inspector(@RestClient ConnectionClient connections, MeterRegistry meters) {
        this.connections = connections;
        this.outcomes = new Outcomes<>(
                meters, "trunkline.inspections", "Inspections of servers, by what was found", "outcome", Outcome.class);
    }

    /**
     * What a server is like.
     *
     * @param config secrets in clear
     * @throws NeighbourUnavailable when connection-service does not answer
     */
    Inspection inspect(ServerConfig config, ServerSource source) {
        return connections
                .inspect(new InspectionRequest(config, source))
                .onItemOrFailure()
                .invoke((found, failure) -> outcomes.count(outcome(found)))
                .onFailure()
                .transform(cause -> new NeighbourUnavailable(ConnectionClient.NAME, cause))
                .await()
                .atMost(PATIENCE);
    }

    private static Outcome outcome(Inspection found) {
        if (found == null) {
            return Outcome.NOT_INSPECTED;
        }
        return switch (found.failure()) {
            case null -> Outcome.CONNECTED;
            case UNREACHABLE -> Outcome.UNREACHABLE;
            case NOT_ALLOWED -> Outcome.NOT_ALLOWED;
        };
    }
}
