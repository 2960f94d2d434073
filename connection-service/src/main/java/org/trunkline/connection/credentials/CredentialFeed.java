package org.trunkline.connection.credentials;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.client.SseEvent;
import org.trunkline.credential.CredentialChange;
import org.trunkline.neighbours.OauthEventsClient;

/** Listens to oauth-service, from the first credential on that is asked for, and never gives up. */
@ApplicationScoped
class CredentialFeed {

    private static final Logger LOG = Logger.getLogger(CredentialFeed.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final OauthEventsClient oauth;
    private final ObjectMapper json;
    private final Event<CredentialNews> news;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean heard = true;
    private volatile boolean follows;
    private volatile String lastEventId;
    private volatile Cancellable listening;

    CredentialFeed(@RestClient OauthEventsClient oauth, ObjectMapper json, Event<CredentialNews> news) {
        this.oauth = oauth;
        this.json = json;
        this.news = news;
    }

    /** Begins to listen; again, nothing happens. */
    void listen() {
        if (started.compareAndSet(false, true)) {
            listening = Multi.createFrom()
                    .deferred(() -> oauth.changes(lastEventId))
                    .onItem()
                    .invoke(this::receive)
                    .onCompletion()
                    .fail()
                    .onFailure()
                    .invoke(this::lost)
                    .onFailure()
                    .retry()
                    .withBackOff(PAUSE, PAUSE)
                    .indefinitely()
                    .subscribe()
                    .with(ignored -> {});
        }
    }

    /** Whether each change is told now, soon after it has happened. */
    boolean follows() {
        return follows;
    }

    void stop(@Observes ShutdownEvent shutdown) {
        if (listening != null) {
            listening.cancel();
        }
    }

    private void receive(SseEvent<String> event) {
        follows = true;
        if (!heard) {
            heard = true;
            LOG.info("the changes of credentials are heard again");
        }
        if (event.id() != null) {
            lastEventId = event.id();
        }
        if (OauthEventsClient.RESET.equals(event.name())) {
            news.fire(new CredentialNews(null));
        } else if (OauthEventsClient.CHANGE.equals(event.name())) {
            news.fire(new CredentialNews(change(event.data())));
        }
    }

    private CredentialChange change(String data) {
        try {
            return json.readValue(data, CredentialChange.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("oauth-service told a change that is not understood", e);
        }
    }

    private void lost(Throwable cause) {
        follows = false;
        if (heard) {
            heard = false;
            LOG.warnf("the changes of credentials are not heard now, credentials are asked for: %s", cause);
        }
    }
}
