package org.trunkline.connection.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;

import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.trunkline.connection.servers.Servers;
import org.trunkline.identity.Caller;
import org.trunkline.server.ResolvedServer;

/**
 * Opens the sessions that all users share when the service has started, a few at a time. Nothing waits for it: a server
 * that is down delays neither the others nor the readiness of the service.
 */
@ApplicationScoped
class SharedSessions {

    private static final Logger LOG = Logger.getLogger(SharedSessions.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Nobody in particular asks for a shared session. */
    private static final Caller NOBODY =
            new Caller("nobody", null, null, null, null, Set.of(), Map.of(), null, Instant.MAX);

    private final Servers servers;
    private final Reconnection reconnection;
    private final ConnectConfig config;

    SharedSessions(Servers servers, Reconnection reconnection, ConnectConfig config) {
        this.servers = servers;
        this.reconnection = reconnection;
        this.config = config;
    }

    void begin(@ObservesAsync HttpServerStart started) {
        if (config.atStart()) {
            servers.declared()
                    .onFailure()
                    .invoke(cause -> LOG.infof("the declared servers are not known yet: %s", cause.getMessage()))
                    .onFailure()
                    .retry()
                    .withBackOff(PAUSE, LONGEST_PAUSE)
                    .indefinitely()
                    .chain(this::open)
                    .subscribe()
                    .with(opened -> {});
        }
    }

    private Uni<Void> open(List<ResolvedServer> declared) {
        return Multi.createFrom()
                .iterable(declared)
                .map(server -> SessionRequest.of(NOBODY, server))
                .filter(request -> request.key().shared())
                .onItem()
                .transformToUni(reconnection::open)
                .merge(config.concurrency())
                .onItem()
                .ignoreAsUni();
    }
}
