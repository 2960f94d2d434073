package org.trunkline.connection.inspections;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.trunkline.connection.links.Greeting;
import org.trunkline.connection.links.Link;
import org.trunkline.connection.links.Links;
import org.trunkline.connection.links.Purpose;
import org.trunkline.connection.transports.RequestAuthorization;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.inspection.Inspection;
import org.trunkline.inspection.Inspection.Failure;
import org.trunkline.inspection.InspectionRequest;
import org.trunkline.neighbours.ConnectionClient;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.problem.TargetNotAllowed;
import org.trunkline.telemetry.Refused;
import org.trunkline.tool.ToolDefinition;

/**
 * Finds out what an MCP server is like: connects without a user, looks, and closes the upstream session again. No
 * session of a user comes of it.
 */
@ApplicationScoped
class Inspections {

    private final Links links;
    private final SignInCheck signIn;
    private final ObjectMapper json;
    private final Duration budget;
    private final TypedGuard<Uni<Inspection>> turns;
    private final Counter refused;

    Inspections(Links links, SignInCheck signIn, ObjectMapper json, InspectionConfig config, MeterRegistry meters) {
        this.links = links;
        this.signIn = signIn;
        this.json = json;
        this.budget = config.budget();
        this.refused = Refused.by(meters, "inspections");
        this.turns = TypedGuard.create(new TypeLiteral<Uni<Inspection>>() {})
                .withBulkhead()
                .limit(config.concurrency())
                .queueSize(config.concurrency())
                .done()
                .build();
    }

    /**
     * What the server is like. An asker that goes away ends nothing: a session that is being opened must be closed.
     * Fails with {@link NeighbourUnavailable} when too many ask at once.
     */
    Uni<Inspection> inspect(InspectionRequest request) {
        return turns.get(() -> Uni.createFrom()
                        .deferred(() -> look(Subject.of(request, budget, json)))
                        .memoize()
                        .indefinitely())
                .onFailure(BulkheadException.class)
                .invoke(full -> refused.increment())
                .onFailure(BulkheadException.class)
                .transform(full -> new NeighbourUnavailable(ConnectionClient.NAME, full));
    }

    private Uni<Inspection> look(Subject subject) {
        long start = System.nanoTime();
        if (!subject.reachable()) {
            return Uni.createFrom().item(found(null, null, null, start));
        }
        String name =
                subject.config().title() == null ? "untitled" : subject.config().title();
        return links.open(Purpose.inspection(name), subject.config(), RequestAuthorization.NONE)
                .chain(link -> look(link, subject, start).eventually(link::close))
                .onFailure()
                .recoverWithUni(failure -> failed(subject, failure, start));
    }

    private Uni<Inspection> look(Link link, Subject subject, long start) {
        Greeting greeting = link.greeting();
        Uni<List<ToolDefinition>> tools = subject.complete()
                ? link.tools().ifNoItem().after(left(subject, start)).fail()
                : Uni.createFrom().nullItem();
        return tools.chain(listed ->
                needsNoSignIn(subject, start).map(none -> found(none ? false : null, greeting, listed, start)));
    }

    /** One that has let us in and yet names who signs its users in may want that of calls: that is not known. */
    private Uni<Boolean> needsNoSignIn(Subject subject, long start) {
        return subject.asksForOAuth()
                ? signIn.offersSignIn(subject.config(), left(subject, start)).map(offers -> !offers)
                : Uni.createFrom().item(false);
    }

    private Uni<Inspection> failed(Subject subject, Throwable failure, long start) {
        if (failure instanceof TargetNotAllowed refused) {
            return Uni.createFrom()
                    .item(Inspection.failed(Failure.NOT_ALLOWED, refused.getMessage(), milliseconds(start)));
        }
        TransportException refusal =
                upstream(failure).filter(answer -> answer.status() > 0).orElse(null);
        return wantsSignIn(subject, refusal, start).map(required -> {
            if (required) {
                return found(true, null, null, start);
            }
            return refusal != null && !subject.complete()
                    ? found(null, null, null, start)
                    : Inspection.failed(Failure.UNREACHABLE, reason(failure, subject), milliseconds(start));
        });
    }

    private Uni<Boolean> wantsSignIn(Subject subject, TransportException refusal, long start) {
        return refusal != null && refusal.kind() == TransportException.Kind.UNAUTHORIZED && subject.asksForOAuth()
                ? signIn.wantsSignIn(subject.config(), refusal, left(subject, start))
                : Uni.createFrom().item(false);
    }

    private static String reason(Throwable failure, Subject subject) {
        return switch (failure) {
            case TimeoutException late ->
                "it did not list its tools within " + subject.config().initTimeout() + " ms";
            default -> upstream(failure).map(Throwable::getMessage).orElse(failure.getMessage());
        };
    }

    private static Optional<TransportException> upstream(Throwable failure) {
        Throwable cause = failure instanceof TransportException ? failure : failure.getCause();
        return cause instanceof TransportException refusal ? Optional.of(refusal) : Optional.empty();
    }

    private static Inspection found(Boolean requiresOAuth, Greeting greeting, List<ToolDefinition> tools, long start) {
        return new Inspection(
                requiresOAuth,
                greeting == null ? null : greeting.capabilities(),
                greeting == null ? null : greeting.instructions(),
                tools,
                milliseconds(start),
                null,
                null);
    }

    private static Duration left(Subject subject, long start) {
        return Duration.ofMillis(Math.max(1, subject.config().initTimeout() - milliseconds(start)));
    }

    private static long milliseconds(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
