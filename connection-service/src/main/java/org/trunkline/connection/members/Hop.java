package org.trunkline.connection.members;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import org.trunkline.problem.Misdirected;

/** One way of a request to another replica, and of the answer back. */
final class Hop {

    private static final int SERVICE_UNAVAILABLE = 503;

    /** For the other replica to say itself that the caller's time is over. */
    private static final long GRACE_MILLIS = 200;

    /** RFC 9110, section 7.6.1, and what the HTTP client writes itself. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "host",
            "content-length",
            "traceparent",
            "tracestate");

    private final HttpClient http;
    private final Context loop;
    private final HttpServerRequest request;
    private final Deadline deadline;
    private final Buffer body;
    private final Place.There to;
    private final BooleanSupplier alive;
    private final Promise<Outcome> outcome = Promise.promise();
    private volatile HttpClientRequest sent;

    /** What became of it. */
    enum Outcome {
        /** The answer was passed on, as far as it came. */
        ANSWERED,
        /** The other replica has certainly not done it. */
        NOT_TAKEN,
        /** The other replica may have done it. */
        LOST
    }

    /**
     * @param loop the request's event loop: the client, called from elsewhere, can miss the first events of an answer
     * @param alive whether the other replica is a live member
     */
    Hop(
            HttpClient http,
            Context loop,
            HttpServerRequest request,
            Deadline deadline,
            Buffer body,
            Place.There to,
            BooleanSupplier alive) {
        this.http = http;
        this.loop = loop;
        this.request = request;
        this.deadline = deadline;
        this.body = body;
        this.to = to;
        this.alive = alive;
    }

    /** How the request with that header came to a replica that acts in an epoch. */
    static Arrival arrival(String told, Optional<Epoch> acting) {
        return Arrays.stream(Arrival.values())
                .filter(arrival -> acting.filter(epoch -> told.equals(arrival + " " + epoch.id()))
                        .isPresent())
                .findFirst()
                .orElseThrow(Misdirected::new);
    }

    /** Makes it; never fails. */
    Uni<Outcome> make() {
        loop.runOnContext(ignored -> http.request(options())
                .onFailure(refused -> outcome.tryComplete(Outcome.NOT_TAKEN))
                .onSuccess(this::send));
        return Uni.createFrom().completionStage(outcome.future().toCompletionStage());
    }

    /** Waits no longer for a replica that is not there any more, nor for a caller who has gone. */
    void giveUpIfVain() {
        if (request.response().closed()) {
            reset();
        } else if (!alive.getAsBoolean() && !request.response().headWritten()) {
            outcome.tryComplete(sent == null ? Outcome.NOT_TAKEN : Outcome.LOST);
            reset();
        }
    }

    private void send(HttpClientRequest ready) {
        if (outcome.future().isComplete()) {
            ready.reset();
            return;
        }
        sent = ready.exceptionHandler(lost -> outcome.tryComplete(Outcome.LOST));
        ready.send(body).onFailure(lost -> outcome.tryComplete(Outcome.LOST)).onSuccess(this::answered);
    }

    private void answered(HttpClientResponse answer) {
        if (isRefusal(answer)) {
            answer.resume();
            outcome.tryComplete(Outcome.NOT_TAKEN);
            return;
        }
        HttpServerResponse back = request.response();
        back.setStatusCode(answer.statusCode());
        answer.headers().forEach(header -> {
            if (!NOT_PASSED_ON.contains(header.getKey().toLowerCase())) {
                back.headers().add(header.getKey(), header.getValue());
            }
        });
        String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            back.setChunked(true);
        } else {
            back.putHeader(HttpHeaders.CONTENT_LENGTH, length);
        }
        pass(answer, back).onComplete(ended -> outcome.tryComplete(Outcome.ANSWERED));
    }

    /** An answer that breaks off must not look complete. */
    private Future<Void> pass(HttpClientResponse answer, HttpServerResponse back) {
        return answer.pipeTo(back).onFailure(broken -> request.connection().close());
    }

    /** By a replica that is not the owner, or by one that is about to end and takes no request: without a word. */
    private static boolean isRefusal(HttpClientResponse answer) {
        return answer.statusCode() == Misdirected.STATUS
                || answer.statusCode() == SERVICE_UNAVAILABLE && answer.getHeader(HttpHeaders.CONTENT_TYPE) == null;
    }

    private RequestOptions options() {
        URI origin = to.member().address();
        RequestOptions options =
                new RequestOptions().setMethod(request.method()).setAbsoluteURI(origin + request.uri());
        request.headers().forEach(header -> {
            if (!NOT_PASSED_ON.contains(header.getKey().toLowerCase())) {
                options.addHeader(header.getKey(), header.getValue());
            }
        });
        if (deadline.exists()) {
            options.putHeader(Deadline.HEADER, String.valueOf(deadline.left()));
            options.setTimeout(deadline.left() + GRACE_MILLIS);
        }
        return options.putHeader(Forwarding.FORWARDED, to.forwarded());
    }

    private void reset() {
        if (sent != null) {
            sent.reset();
        }
    }
}
