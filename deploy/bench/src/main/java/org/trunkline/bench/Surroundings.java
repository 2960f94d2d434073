package org.trunkline.bench;

import java.util.Map;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import org.trunkline.local.Service;
import org.trunkline.local.database.EmbeddedDatabase;
import org.trunkline.local.identity.DemoIdentity;
import org.trunkline.local.loopback.LoopbackServer;
import org.trunkline.local.loopback.OneMachine;
import org.trunkline.local.secret.Keyset;

/** What a service needs to start: users, a database, a key set, and neighbours, for which one stand-in answers. */
final class Surroundings implements AutoCloseable {

    private final DemoIdentity identity = DemoIdentity.start();
    private final EmbeddedDatabase database = EmbeddedDatabase.inMemory();
    private final String keyset = Keyset.fresh();
    private final LoopbackServer neighbours;

    /** @param neighbours what they answer */
    Surroundings(Handler<HttpServerRequest> neighbours) {
        this.neighbours = LoopbackServer.start(0, (vertx, port) -> neighbours);
    }

    /** The users and their tokens. */
    DemoIdentity identity() {
        return identity;
    }

    /** The settings of a service that listens on a port. */
    Map<String, String> settings(Service service, int port) {
        String neighbour = "http://" + LoopbackServer.HOST + ":" + neighbours.port();
        return Map.ofEntries(
                Map.entry("QUARKUS_HTTP_HOST", LoopbackServer.HOST),
                Map.entry("QUARKUS_HTTP_PORT", Integer.toString(port)),
                Map.entry("QUARKUS_SHUTDOWN_DELAY", "0s"),
                Map.entry("TRUNKLINE_PUBLIC_URL", "http://localhost:" + port),
                Map.entry("TRUNKLINE_IDENTITY_ISSUER", identity.issuer()),
                Map.entry("TRUNKLINE_SAFE_START_EXCEPT", OneMachine.UNSAFE_SETTINGS),
                Map.entry("QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET", identity.clientSecret(service.id())),
                Map.entry("TRUNKLINE_DATABASE_URI", database.connectionString()),
                Map.entry("TRUNKLINE_SECRETS_KEYSET", keyset),
                Map.entry("TRUNKLINE_REGISTRY_SERVICE_URL", neighbour),
                Map.entry("TRUNKLINE_OAUTH_SERVICE_URL", neighbour),
                Map.entry("TRUNKLINE_CONNECTION_SERVICE_URL", neighbour));
    }

    @Override
    public void close() {
        neighbours.close();
        database.close();
        identity.close();
    }
}
