package org.trunkline.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/** Callers that send one request after the other, all on one event loop. */
final class Load implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 512;
    private static final int MOST_SAMPLES = 2_000_000;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));

    /** What is sent over and over. */
    record Call(String host, int port, String path, Headers headers, Buffer body) {

        /** Adds the headers of a request. */
        interface Headers {
            void addTo(RequestOptions request);
        }

        private RequestOptions request() {
            RequestOptions options = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setHost(host)
                    .setPort(port)
                    .setURI(path)
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Accept", "application/json, text/event-stream");
            headers.addTo(options);
            return options;
        }
    }

    /**
     * What came of it.
     *
     * @param nanos how long each call took, in order
     */
    record Outcome(long[] nanos, double seconds) {

        double perSecond() {
            return nanos.length / seconds;
        }

        double milliseconds(double share) {
            return nanos.length == 0 ? 0 : nanos[(int) Math.min(nanos.length - 1, nanos.length * share)] / 1e6;
        }
    }

    /**
     * Runs a number of callers.
     *
     * @throws IllegalStateException when a call fails
     */
    Outcome run(Call call, int callers, Duration time) {
        return new Run(call, callers, time).outcome();
    }

    /** Sends one request, on the event loop: from elsewhere the end of its answer can be missed. */
    HttpClientResponse once(Call call) {
        Promise<HttpClientResponse> answer = Promise.promise();
        vertx.runOnContext(ignored -> http.request(call.request())
                .compose(request -> request.send(call.body()))
                .compose(response -> response.body().map(response))
                .onComplete(answer));
        return answer.future().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** One measurement; its fields belong to the event loop until it is over. */
    private final class Run {

        private final Call call;
        private final int callers;
        private final long[] nanos = new long[MOST_SAMPLES];
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final CountDownLatch over;
        private final long start = System.nanoTime();
        private final long end;

        Run(Call call, int callers, Duration time) {
            this.call = call;
            this.callers = callers;
            this.over = new CountDownLatch(callers);
            this.end = start + time.toNanos();
        }

        Outcome outcome() {
            vertx.runOnContext(ignored -> {
                for (int i = 0; i < callers; i++) {
                    next();
                }
            });
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (failure.get() != null) {
                throw new IllegalStateException("a call to " + call.path() + " failed", failure.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long[] taken = Arrays.copyOf(nanos, Math.min(calls.get(), MOST_SAMPLES));
            Arrays.sort(taken);
            return new Outcome(taken, seconds);
        }

        private void next() {
            long sent = System.nanoTime();
            if (sent >= end || failure.get() != null) {
                over.countDown();
                return;
            }
            http.request(call.request())
                    .compose(request -> request.send(call.body()))
                    .compose(response -> response.body().map(body -> checked(response, body)))
                    .onSuccess(body -> {
                        nanos[Math.min(calls.getAndIncrement(), MOST_SAMPLES - 1)] = System.nanoTime() - sent;
                        next();
                    })
                    .onFailure(cause -> {
                        failure.set(cause);
                        over.countDown();
                    });
        }

        private static Buffer checked(HttpClientResponse response, Buffer body) {
            if (response.statusCode() != 200) {
                throw new IllegalStateException("HTTP " + response.statusCode() + ": " + body);
            }
            return body;
        }
    }
}
