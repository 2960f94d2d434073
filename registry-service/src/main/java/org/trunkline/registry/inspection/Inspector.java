package org.trunkline.registry.inspection;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.trunkline.inspection.Inspection;
import org.trunkline.inspection.InspectionRequest;
import org.trunkline.neighbours.ConnectionClient;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

/** Has servers inspected by connection-service. */
@ApplicationScoped
public class Inspector {

    /** Longer than the client itself waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ConnectionClient connections;

    Inspector(@RestClient ConnectionClient connections) {
        this.connections = connections;
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
                .onFailure()
                .transform(cause -> new NeighbourUnavailable(ConnectionClient.NAME, cause))
                .await()
                .atMost(PATIENCE);
    }
}
