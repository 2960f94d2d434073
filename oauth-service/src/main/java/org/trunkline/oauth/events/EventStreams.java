package org.trunkline.oauth.events;

import java.util.function.Consumer;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;
import org.trunkline.neighbours.OauthEventsClient;

/** Makes streams of Server-Sent Events from the feed: one event per change, comments while nothing changes. */
@ApplicationScoped
class EventStreams {

    /** A listener that falls further behind is cut off; it comes back and is told the rest. */
    private static final int MOST_WAITING = 10_000;

    private final ChangeFeed feed;
    private final EventsConfig config;
    private final ObjectMapper json;

    EventStreams(ChangeFeed feed, EventsConfig config, ObjectMapper json) {
        this.feed = feed;
        this.config = config;
        this.json = json;
    }

    /**
     * A stream that never ends by itself. It begins with a reset, unless it goes on without a gap after the last event.
     *
     * @param lastEventId what {@code Last-Event-ID} said; null when it was not sent
     */
    Multi<OutboundSseEvent> stream(Sse sse, String lastEventId, Predicate<ChangeEntry> wanted) {
        Multi<OutboundSseEvent> changes = Multi.createFrom()
                .<OutboundSseEvent>emitter(emitter -> listen(sse, lastEventId, wanted, emitter), MOST_WAITING)
                .runSubscriptionOn(Infrastructure.getDefaultExecutor());
        Multi<OutboundSseEvent> heartbeats = Multi.createFrom()
                .ticks()
                .every(config.heartbeat())
                .onOverflow()
                .drop()
                .map(tick -> sse.newEventBuilder().comment("").build());
        return Multi.createBy().merging().streams(changes, heartbeats);
    }

    private void listen(
            Sse sse, String lastEventId, Predicate<ChangeEntry> wanted, MultiEmitter<? super OutboundSseEvent> to) {
        Consumer<ChangeEntry> listener = entry -> {
            if (wanted.test(entry)) {
                to.emit(event(sse, entry));
            }
        };
        to.onTermination(() -> feed.forget(listener));
        feed.listen(
                position(lastEventId),
                listener,
                position -> to.emit(sse.newEventBuilder()
                        .name(OauthEventsClient.RESET)
                        .id(Long.toString(position))
                        .data("{}")
                        .build()));
    }

    private OutboundSseEvent event(Sse sse, ChangeEntry entry) {
        try {
            return sse.newEventBuilder()
                    .name(OauthEventsClient.CHANGE)
                    .id(Long.toString(entry.position))
                    .data(json.writeValueAsString(entry.change()))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Long position(String lastEventId) {
        try {
            return lastEventId == null ? null : Long.valueOf(lastEventId.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
