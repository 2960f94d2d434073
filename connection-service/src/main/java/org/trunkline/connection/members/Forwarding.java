package org.trunkline.connection.members;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import org.trunkline.problem.Misdirected;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.problem.Problem;
import org.trunkline.telemetry.Outcomes;

/**
 * Brings requests to the replica that owns their session, as they came, and its answers back as streams. A request that
 * its owner does not take goes to the next owner, which this replica may become. One whose owner is lost on the way
 * goes there too, marked: it may have been done.
 *
 * <p>The epoch of the other replica goes with the request: it takes the request in that epoch only, however long it was
 * stopped in between. Nobody but members knows it; a consumer who sends the header is refused.
 */
@Startup
@ApplicationScoped
public class Forwarding {

    /** {@code <arrival> <epoch>}: the request comes from another replica, which means this one in this epoch. */
    public static final String FORWARDED = "Trunkline-Forwarded";

    /** {@code true}: another replica may have done the request before. */
    public static final String REPEATED = "Trunkline-Repeated";

    private static final long PAUSE_MILLIS = 150;
    private static final long WATCH_MILLIS = 200;
    private static final int CONNECT_TIMEOUT_MILLIS = 1000;
    private static final int CONNECTIONS = 1000;

    private final Vertx vertx;
    private final Members members;
    private final Claims claims;
    private final HttpClient http;
    private final long patience;
    private final Outcomes<Hop.Outcome> outcomes;
    private final Set<Hop> underWay = ConcurrentHashMap.newKeySet();

    /** What was forwarded, and what for. */
    private record Errand(
            HttpServerRequest request, Deadline deadline, Context loop, Buffer body, String key, long end) {}

    Forwarding(Vertx vertx, Members members, Claims claims, MembersConfig config, MeterRegistry meters) {
        this.vertx = vertx;
        this.members = members;
        this.claims = claims;
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setMaxWaitQueueSize(-1),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.patience = config.death().multipliedBy(2).toNanos();
        this.outcomes = new Outcomes<>(
                meters,
                "trunkline.forwarded",
                "Ways of requests to the replica that owns their session, by what became of them",
                "outcome",
                Hop.Outcome.class);
        vertx.setPeriodic(WATCH_MILLIS, tick -> underWay.forEach(Hop::giveUpIfVain));
    }

    /**
     * How a request came to this replica.
     *
     * @throws Misdirected when the replica that sent it meant another one, or this one in another epoch
     */
    public Delivery delivery(HttpServerRequest request) {
        String told = request.getHeader(FORWARDED);
        boolean repeated = request.getHeader(REPEATED) != null;
        if (told == null) {
            return repeated ? new Delivery(Arrival.DIRECT, true) : Delivery.DIRECT;
        }
        return new Delivery(Hop.arrival(told, members.acting()), repeated);
    }

    /**
     * Has a request answered by the replica that owns its key.
     *
     * @param deadline of the caller, which the other replica is told
     * @param body of the request
     * @return whether it is answered; if not, this replica has become the owner meanwhile and has to do it. Fails with
     *     a {@link Problem}
     */
    public Uni<Boolean> forward(HttpServerRequest request, Deadline deadline, byte[] body, String key, Place.There to) {
        Context loop = vertx.getOrCreateContext();
        long end = System.nanoTime() + patience;
        return forward(new Errand(request, deadline, loop, Buffer.buffer(body), key, end), to);
    }

    private Uni<Boolean> forward(Errand errand, Place.There to) {
        String epoch = to.member().epoch();
        Hop hop = new Hop(
                http,
                errand.loop(),
                errand.request(),
                errand.deadline(),
                errand.body(),
                to,
                () -> members.alive(epoch).isPresent());
        underWay.add(hop);
        return hop.make()
                .invoke(outcomes::count)
                .onTermination()
                .invoke(() -> underWay.remove(hop))
                .chain(outcome -> switch (outcome) {
                    case ANSWERED -> Uni.createFrom().item(true);
                    case NOT_TAKEN -> again(errand);
                    case LOST -> {
                        errand.request().headers().set(REPEATED, "true");
                        yield again(errand);
                    }
                });
    }

    private Uni<Boolean> again(Errand errand) {
        if (errand.request().response().closed()) {
            return Uni.createFrom().item(true);
        }
        if (errand.deadline().isPassed()) {
            return Uni.createFrom().failure(errand.deadline().passed());
        }
        if (System.nanoTime() - errand.end() > 0) {
            return Uni.createFrom().failure(new NeighbourUnavailable("connection-service", null));
        }
        claims.doubt(errand.key());
        return pause().chain(() -> claims.place(errand.key(), Arrival.DIRECT)).chain(place -> switch (place) {
            case Place.Here here -> Uni.createFrom().item(false);
            case Place.There there -> forward(errand, there);
        });
    }

    private Uni<Void> pause() {
        return Uni.createFrom().emitter(emitter -> vertx.setTimer(PAUSE_MILLIS, passed -> emitter.complete(null)));
    }
}
