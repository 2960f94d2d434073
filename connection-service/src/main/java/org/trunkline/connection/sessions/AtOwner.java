package org.trunkline.connection.sessions;

import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import org.trunkline.connection.members.Arrival;
import org.trunkline.connection.members.Deadline;
import org.trunkline.connection.members.Delivery;
import org.trunkline.connection.members.Forwarding;
import org.trunkline.problem.Misdirected;
import org.trunkline.problem.NeighbourUnavailable;

/** Has requests answered by the replica that owns their session. */
@ApplicationScoped
public class AtOwner {

    private static final byte[] NO_BODY = new byte[0];

    private final CurrentVertxRequest current;
    private final Forwarding forwarding;

    AtOwner(CurrentVertxRequest current, Forwarding forwarding) {
        this.current = current;
        this.forwarding = forwarding;
    }

    /** {@link #serve(byte[], Function)} for a request without a body. */
    public <T> Uni<T> serve(Function<Delivery, Uni<T>> work) {
        return serve(NO_BODY, work);
    }

    /**
     * Does work for the current request; when that fails with {@link OwnedElsewhere}, the owner answers the request.
     * Neither works for longer than the caller says that it waits.
     *
     * @param body of the request
     * @return what the work gives; null when the owner has answered
     */
    public <T> Uni<T> serve(byte[] body, Function<Delivery, Uni<T>> work) {
        HttpServerRequest request = current.getCurrent().request();
        return serve(request, Deadline.of(request), body, work);
    }

    private <T> Uni<T> serve(
            HttpServerRequest request, Deadline deadline, byte[] body, Function<Delivery, Uni<T>> work) {
        return Uni.createFrom()
                .deferred(() -> {
                    Delivery delivery = forwarding.delivery(request);
                    return deadline.limit(work.apply(delivery))
                            .onFailure(
                                    failure -> failure instanceof Misdirected && delivery.arrival() == Arrival.DIRECT)
                            .transform(unsettled -> new NeighbourUnavailable("connection-service", unsettled));
                })
                .onFailure(OwnedElsewhere.class)
                .recoverWithUni(elsewhere -> forwarding
                        .forward(request, deadline, body, elsewhere.key(), elsewhere.place())
                        .chain(answered ->
                                answered ? Uni.createFrom().nullItem() : serve(request, deadline, body, work)));
    }
}
