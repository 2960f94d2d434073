package org.trunkline.oauth.clients;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.oauth.clients.RegistrationEndpoint.Registered;
import org.trunkline.oauth.discovery.AuthorizationServer;
import org.trunkline.oauth.discovery.Unusable;
import org.trunkline.secret.SecretBox;

/**
 * The clients that Trunkline registered itself: one for each issuer and redirect URI, registered once and used again
 * until its endpoints change, its secret ends or it is refused.
 */
@ApplicationScoped
class Registrations {

    /** Two requests to the registration endpoint, and some to spare; then whoever claimed it is taken for dead. */
    private static final Duration CLAIM = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(100);
    /** A secret that ends within the time that a user takes to consent is of no use. */
    private static final Duration MARGIN = Duration.ofMinutes(15);

    private final ClientStore store;
    private final RegistrationEndpoint endpoint;
    private final SecretBox secrets;
    private final PublicUrl publicUrl;
    private final ClientConfig config;

    Registrations(
            ClientStore store,
            RegistrationEndpoint endpoint,
            SecretBox secrets,
            PublicUrl publicUrl,
            ClientConfig config) {
        this.store = store;
        this.endpoint = endpoint;
        this.secrets = secrets;
        this.publicUrl = publicUrl;
        this.config = config;
    }

    /**
     * The client for the server's redirect URI; registered now if there is none. Waits while another thread or replica
     * registers it.
     *
     * @throws Unusable when there is none to be had, saying why
     */
    Client of(ClientOrder order) {
        String id = order.authorizationServer().name() + " "
                + publicUrl.redirect(order.server().name());
        Instant end = Instant.now().plus(CLAIM).plus(CLAIM);
        while (Instant.now().isBefore(end)) {
            Optional<StoredClient> found = store.findByIdOptional(id);
            if (found.filter(client -> fits(client, order)).isPresent()) {
                return client(order, found.get());
            }
            StoredClient claim = ClientStore.claim(id, UUID.randomUUID().toString());
            if (found.filter(Registrations::isClaimed).isEmpty() && store.claim(claim, found)) {
                return client(order, register(order, claim));
            }
            pause();
        }
        throw new Unusable("Trunkline is being registered at "
                + order.authorizationServer().name() + " for too long; try again");
    }

    private StoredClient register(ClientOrder order, StoredClient claim) {
        try {
            RegistrationRequest request = request(order);
            Registered registered = endpoint.register(request);
            StoredClient client = new StoredClient();
            client.id = claim.id;
            client.issuer = order.authorizationServer().name();
            client.server = order.server().name();
            client.endpoints = endpoints(order.authorizationServer());
            client.clientId = registered.id();
            client.secret = registered.secret() == null
                    ? null
                    : secrets.seal(registered.secret(), StoredClient.place(claim.id));
            client.authenticationMethod = registered.method() == null ? request.method() : registered.method();
            client.secretExpiresAt = registered.secretExpiresAt();
            store.complete(client, claim.claimant);
            return client;
        } catch (RuntimeException e) {
            store.release(claim.id, claim.claimant);
            throw e;
        }
    }

    private RegistrationRequest request(ClientOrder order) {
        AuthorizationServer server = order.authorizationServer();
        String method = AuthenticationMethods.toRegister(server.tokenAuthenticationMethods(), order.exchangeMethod());
        if (AuthenticationMethods.KEY.equals(method)) {
            throw new Unusable("The authorization server " + server.name()
                    + " takes only clients with a key (private_key_jwt): register one there and enter its id");
        }
        URI redirect = publicUrl.redirect(order.server().name());
        return new RegistrationRequest(
                server.registrationEndpoint(),
                config.name(),
                redirect,
                publicUrl.local(),
                method == null ? AuthenticationMethods.BASIC : method,
                order.scope(),
                order.headers());
    }

    private Client client(ClientOrder order, StoredClient stored) {
        String secret = stored.secret == null ? null : secrets.open(stored.secret, StoredClient.place(stored.id));
        String method = AuthenticationMethods.of(
                secret,
                order.authorizationServer().tokenAuthenticationMethods(),
                order.exchangeMethod(),
                stored.authenticationMethod);
        return new Client(stored.clientId, secret, method, stored.issuer, ClientSource.REGISTERED);
    }

    private static boolean fits(StoredClient client, ClientOrder order) {
        return client.clientId != null
                && endpoints(order.authorizationServer()).equals(client.endpoints)
                && (client.secretExpiresAt == null
                        || client.secretExpiresAt.isAfter(Instant.now().plus(MARGIN)));
    }

    private static boolean isClaimed(StoredClient client) {
        return client.claimant != null && client.claimedAt.isAfter(Instant.now().minus(CLAIM));
    }

    private static String endpoints(AuthorizationServer server) {
        return server.registrationEndpoint() + " " + server.tokenEndpoint();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unusable("Registration was interrupted");
        }
    }
}
