package org.trunkline.registry.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import org.bson.types.ObjectId;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;

/** Makes the events that are to be audited; what was before and after, the one who makes the change adds. */
@ApplicationScoped
public class AuditEvents {

    private static final Pattern REQUEST_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final Callers callers;
    private final CurrentVertxRequest request;

    AuditEvents(Callers callers, CurrentVertxRequest request) {
        this.callers = callers;
        this.request = request;
    }

    /**
     * What the caller of the current request does.
     *
     * @param at when; {@link #later} than the events of the same resource before
     */
    public AuditEntry byCaller(AuditAction action, AuditEntry.Resource resource, Instant at) {
        AuditEntry event = byOperator(action, resource, at);
        event.actor = actor(callers.current());
        Optional<HttpServerRequest> http =
                Optional.ofNullable(request.getCurrent()).map(RoutingContext::request);
        event.clientAddress = http.map(HttpServerRequest::remoteAddress)
                .map(SocketAddress::hostAddress)
                .orElse(null);
        event.requestId = http.map(given -> given.getHeader("X-Request-Id"))
                .filter(REQUEST_ID.asMatchPredicate())
                .orElse(null);
        return event;
    }

    /** What the operator did by changing the file of declared servers; whoever that was, no request tells. */
    public AuditEntry byOperator(AuditAction action, AuditEntry.Resource resource, Instant at) {
        AuditEntry event = new AuditEntry();
        event.id = new ObjectId().toHexString();
        event.at = at;
        event.action = action.value();
        event.resource = resource;
        return event;
    }

    /** Now, or later than all of {@code before}, whatever the clock does; null ones count for nothing. */
    public static Instant later(Instant... before) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return Stream.of(before)
                .filter(Objects::nonNull)
                .map(last -> last.plusMillis(1))
                .max(Comparator.naturalOrder())
                .filter(next -> next.isAfter(now))
                .orElse(now);
    }

    private static AuditEntry.Actor actor(Caller caller) {
        AuditEntry.Actor actor = new AuditEntry.Actor();
        actor.id = caller.id();
        actor.name = Stream.of(caller.name(), caller.username())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        actor.role = caller.role();
        return actor;
    }
}
