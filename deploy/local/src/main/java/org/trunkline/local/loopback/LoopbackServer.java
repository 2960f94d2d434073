package org.trunkline.local.loopback;

import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** An HTTP server that only this machine can reach, with event loops of its own, which end with it. */
public final class LoopbackServer implements AutoCloseable {

    /** The address that every part of the local run listens on. */
    public static final String HOST = "127.0.0.1";

    /** As much as the services behind the front door accept: tokens with many groups are long. */
    private static final int MAX_HEADER_BYTES = 20 * 1024;

    private final Vertx vertx;
    private final HttpServer server;

    private LoopbackServer(Vertx vertx, HttpServer server) {
        this.vertx = vertx;
        this.server = server;
    }

    /** What is served; made when the port is known, because some content names its own address. */
    @FunctionalInterface
    public interface Site {
        /** The handler of each request, for a server whose event loops are {@code vertx}. */
        Handler<HttpServerRequest> open(Vertx vertx, int port);
    }

    /**
     * Starts serving.
     *
     * @param port 0: a free one
     * @throws IllegalStateException when the port is taken
     */
    public static LoopbackServer start(int port, Site site) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
        AtomicReference<Handler<HttpServerRequest>> handler = new AtomicReference<>(LoopbackServer::notYet);
        HttpServer server = vertx.createHttpServer(options())
                .requestHandler(request -> handler.get().handle(request));
        try {
            done(server.listen(port, HOST));
            handler.set(site.open(vertx, server.actualPort()));
            return new LoopbackServer(vertx, server);
        } catch (RuntimeException e) {
            done(vertx.close());
            throw new IllegalStateException("cannot serve on " + HOST + ":" + port, e);
        }
    }

    /**
     * HTTP/1.1 only: a request that was upgraded to HTTP/2 has a body without a length, which a proxy cannot hand on.
     */
    private static HttpServerOptions options() {
        return new HttpServerOptions().setMaxHeaderSize(MAX_HEADER_BYTES).setHttp2ClearTextEnabled(false);
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** Ends it; open connections are cut. */
    @Override
    public void close() {
        done(vertx.close());
    }

    private static void notYet(HttpServerRequest request) {
        request.response().setStatusCode(503).putHeader("Retry-After", "1").end();
    }

    private static void done(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
