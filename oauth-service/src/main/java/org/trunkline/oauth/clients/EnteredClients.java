package org.trunkline.oauth.clients;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.oauth.discovery.AuthorizationServer;
import org.trunkline.oauth.discovery.Unusable;
import org.trunkline.secret.SecretBox;
import org.trunkline.server.OAuthSettings;
import org.trunkline.server.ResolvedServer;

/** The clients that somebody entered: in a server's configuration, or as an administrator. */
@ApplicationScoped
class EnteredClients {

    private final EnteredClientStore store;
    private final ClientPins pins;
    private final SecretBox secrets;

    EnteredClients(EnteredClientStore store, ClientPins pins, SecretBox secrets) {
        this.store = store;
        this.pins = pins;
        this.secrets = secrets;
    }

    /** As it was entered, in clear; {@code issuer} and {@code method} are null when they were not said. */
    private record Entry(String id, String secret, String issuer, String method, String revision) {}

    /** Whether a client was entered, and if so, not for another authorization server than this. */
    boolean has(ResolvedServer server, AuthorizationServer authorizationServer) {
        Optional<Entry> entry = entry(server);
        entry.ifPresent(found -> check(server, found, authorizationServer));
        return entry.isPresent();
    }

    /**
     * The client that was entered; it belongs to this authorization server from now on.
     *
     * @throws Unusable when it belongs to another
     */
    Optional<Client> of(ClientOrder order) {
        AuthorizationServer server = order.authorizationServer();
        return entry(order.server()).map(entry -> {
            check(order.server(), entry, server);
            pins.keep(order.server().name(), entry.id(), entry.revision(), server.name());
            String method = AuthenticationMethods.of(
                    entry.secret(), server.tokenAuthenticationMethods(), order.exchangeMethod(), entry.method());
            return new Client(entry.id(), entry.secret(), method, server.name(), ClientSource.CONFIGURED);
        });
    }

    private void check(ResolvedServer server, Entry entry, AuthorizationServer authorizationServer) {
        String issuer = authorizationServer.name();
        if (entry.issuer() != null && !entry.issuer().equals(issuer)) {
            throw new Unusable("The client " + entry.id() + " is for the authorization server " + entry.issuer()
                    + ", not for " + issuer);
        }
        if (entry.issuer() == null) {
            pins.check(server.name(), entry.id(), entry.revision(), issuer);
        }
    }

    private Optional<Entry> entry(ResolvedServer server) {
        OAuthSettings settings = server.config().oauth();
        return settings != null && settings.clientId() != null
                ? Optional.of(new Entry(
                        settings.clientId(), settings.clientSecret(), settings.issuer(), null, server.revision()))
                : store.findByIdOptional(server.name()).map(this::open);
    }

    private Entry open(EnteredClient client) {
        String secret = client.secret == null ? null : secrets.open(client.secret, EnteredClient.place(client.server));
        return new Entry(client.clientId, secret, client.issuer, client.authenticationMethod, client.revision);
    }
}
