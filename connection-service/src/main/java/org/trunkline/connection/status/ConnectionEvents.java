package org.trunkline.connection.status;

import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiEmitter;
import org.trunkline.connection.servers.Servers;
import org.trunkline.connection.sessions.StateChange;
import org.trunkline.connection.sessions.StateChanges;
import org.trunkline.identity.Caller;

/** Makes a user's stream of Server-Sent Events from the changes of all sessions. */
@ApplicationScoped
class ConnectionEvents {

    /** A listener that falls further behind is cut off; it comes back and is told the rest. */
    private static final int MOST_WAITING = 1_000;

    private final StateChanges changes;
    private final Servers servers;
    private final EventsConfig config;
    private final ObjectMapper json;

    /**
     * What a listener is told.
     *
     * @param change null: it may have missed some
     */
    private record Told(long position, StateChange change) {}

    ConnectionEvents(StateChanges changes, Servers servers, EventsConfig config, ObjectMapper json) {
        this.changes = changes;
        this.servers = servers;
        this.config = config;
        this.json = json;
    }

    /**
     * A stream that never ends by itself. It begins with a reset, unless it goes on without a gap after the last event.
     *
     * @param lastEventId what {@code Last-Event-ID} said; null when it was not sent
     */
    Multi<OutboundSseEvent> stream(Sse sse, Caller caller, String lastEventId) {
        Multi<OutboundSseEvent> told = Multi.createFrom()
                .<Told>emitter(emitter -> listen(caller, lastEventId, emitter), MOST_WAITING)
                .onItem()
                .transformToUniAndConcatenate(
                        event -> seen(caller, event).map(seen -> seen ? event(sse, event) : null));
        Multi<OutboundSseEvent> heartbeats = Multi.createFrom()
                .ticks()
                .every(config.heartbeat())
                .onOverflow()
                .drop()
                .map(tick -> sse.newEventBuilder().comment("").build());
        return Multi.createBy().merging().streams(told, heartbeats);
    }

    private void listen(Caller caller, String lastEventId, MultiEmitter<? super Told> to) {
        Consumer<StateChange> listener = change -> {
            if (change.key().shared() || change.key().user().equals(caller.id())) {
                to.emit(new Told(change.position(), change));
            }
        };
        to.onTermination(() -> changes.forget(listener));
        changes.listen(caller.id(), position(lastEventId), listener, position -> to.emit(new Told(position, null)));
    }

    /** A shared session is told of only to those who may use its server. */
    private Uni<Boolean> seen(Caller caller, Told told) {
        return told.change() == null || !told.change().key().shared()
                ? Uni.createFrom().item(true)
                : servers.find(caller, told.change().key().server())
                        .replaceWith(true)
                        .onFailure()
                        .recoverWithItem(false);
    }

    private OutboundSseEvent event(Sse sse, Told told) {
        try {
            String data = told.change() == null ? "{}" : json.writeValueAsString(ConnectionEvent.of(told.change()));
            return sse.newEventBuilder()
                    .name(told.change() == null ? "reset" : "change")
                    .id(changes.epoch() + "-" + told.position())
                    .data(data)
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The position in an event's id; null when it is of another replica or of an earlier start, or no id of ours. */
    private Long position(String lastEventId) {
        String before = changes.epoch() + "-";
        String id = lastEventId == null ? "" : lastEventId.strip();
        return id.startsWith(before) && id.substring(before.length()).matches("[0-9]{1,18}")
                ? Long.valueOf(id.substring(before.length()))
                : null;
    }
}
