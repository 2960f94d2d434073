package org.trunkline.connection.transports;

import java.util.List;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** A scripted peer that listens at one port, also after it has died and come back. */
abstract class ScriptedSite extends ScriptedPeer {

    private Server http = Server.start(0, this::handle);
    private final int port = http.port();
    private boolean alive = true;

    /** The handler of requests; also for a server that listens elsewhere. */
    abstract void handle(HttpServerRequest request);

    final int port() {
        return port;
    }

    @Override
    public void recover() {
        super.recover();
        if (!alive) {
            comeBack();
        }
    }

    @Override
    final void die() {
        http.close();
        alive = false;
    }

    @Override
    final void comeBack() {
        http = Server.start(port, this::handle);
        alive = true;
    }

    @Override
    public final void close() {
        if (alive) {
            http.close();
        }
    }

    private record Server(Vertx vertx, int port) {

        static Server start(int wanted, Handler<HttpServerRequest> handler) {
            Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
            int port = vertx.createHttpServer(new HttpServerOptions().setWebSocketSubProtocols(List.of("mcp")))
                    .requestHandler(handler)
                    .listen(wanted, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .actualPort();
            return new Server(vertx, port);
        }

        void close() {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
