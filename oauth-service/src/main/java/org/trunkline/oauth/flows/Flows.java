package org.trunkline.oauth.flows;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.credential.PendingFlow;

/** Begins, finds and forgets flows. When one ends here, a {@link FlowEnded} is fired. */
@ApplicationScoped
public class Flows {

    private final FlowStore store;

    Flows(FlowStore store) {
        this.store = store;
    }

    /**
     * Begins a flow, or joins the one of the same user and server that is pending. Blocks while the authorization
     * server is discovered and, if need be, Trunkline registers itself there.
     *
     * @throws org.trunkline.problem.Problem when no flow can be begun, saying why
     */
    public PendingFlow start(FlowOrder order) {
        throw new UnsupportedOperationException(order.toString());
    }

    /** The user's flow at the server, while it waits for the user. */
    public Optional<PendingFlow> pending(String user, String server) {
        return Optional.empty();
    }

    /** The user's flow at the server, pending or ended; empty when there was none for long. */
    public Optional<Flow> last(String user, String server) {
        return store.find(user, server);
    }

    /** Ends and forgets the user's flow at the server. */
    public void forget(String user, String server) {
        store.deleteById(Flow.id(user, server));
    }

    /** Ends and forgets every user's flow at the server, and the clients that are registered for it. */
    public void forgetServer(String server) {
        store.delete("server", server);
    }
}
