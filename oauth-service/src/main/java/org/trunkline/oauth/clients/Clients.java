package org.trunkline.oauth.clients;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.trunkline.oauth.discovery.AuthorizationServer;
import org.trunkline.oauth.discovery.Unusable;
import org.trunkline.server.ResolvedServer;

/**
 * What Trunkline is to authorization servers: a client that was entered before Client ID Metadata Documents before
 * dynamic registration (MCP 2026-07-28, "Client Registration").
 */
@ApplicationScoped
public class Clients {

    private final EnteredClients entered;
    private final MetadataDocument document;
    private final Registrations registrations;
    private final ClientStore store;
    private final EnteredClientStore enteredStore;
    private final ClientPins pins;

    Clients(
            EnteredClients entered,
            MetadataDocument document,
            Registrations registrations,
            ClientStore store,
            EnteredClientStore enteredStore,
            ClientPins pins) {
        this.entered = entered;
        this.document = document;
        this.registrations = registrations;
        this.store = store;
        this.enteredStore = enteredStore;
        this.pins = pins;
    }

    /** @throws Unusable when there is no client for this authorization server, and no way to get one */
    public void check(ResolvedServer server, AuthorizationServer authorizationServer) {
        if (!entered.has(server, authorizationServer)
                && !isDocumented(authorizationServer)
                && authorizationServer.registrationEndpoint() == null) {
            throw new Unusable("Incompatible auth server: does not support dynamic client registration."
                    + " Register a client at " + authorizationServer.name() + " with the redirect URI of this server"
                    + " and enter its id as oauth.client_id");
        }
    }

    /**
     * The client for a server's users. Blocks while Trunkline registers itself.
     *
     * @throws Unusable when there is none to be had, saying why
     */
    public Client of(ClientOrder order) {
        check(order.server(), order.authorizationServer());
        return entered.of(order)
                .orElseGet(() -> isDocumented(order.authorizationServer())
                        ? document.client(
                                order.server().name(),
                                order.authorizationServer().name())
                        : registrations.of(order));
    }

    /** The authorization server does not know the client: if Trunkline registered it, the next flow does so anew. */
    public void rejected(Client client) {
        if (client.source() == ClientSource.REGISTERED) {
            store.forget(client.issuer(), client.id());
        }
    }

    /** As {@link #rejected(Client)}, when a refresh found it out. */
    void rejected(@Observes ClientRejected rejection) {
        rejected(rejection.client());
    }

    /** Forgets all clients of a server that was deleted. */
    public void forgetServer(String server) {
        store.forgetServer(server);
        enteredStore.deleteById(server);
        pins.deleteById(server);
    }

    private boolean isDocumented(AuthorizationServer authorizationServer) {
        return authorizationServer.clientIdMetadataDocuments() && document.isAvailable();
    }
}
