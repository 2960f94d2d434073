package org.trunkline.registry.servers;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

import org.bson.types.ObjectId;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.trunkline.neighbours.ConnectionClient;

/** A deleted server's sessions: the first to go, since ending them upstream may need a credential. */
@ApplicationScoped
@Priority(30)
class SessionTraces implements Traces {

    private final ConnectionClient connections;

    SessionTraces(@RestClient ConnectionClient connections) {
        this.connections = connections;
    }

    @Override
    public void erase(ObjectId id, String name) {
        connections.closeSessions(name).await().indefinitely();
    }
}
