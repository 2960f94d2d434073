package org.trunkline.local.frontdoor;

import java.util.function.Function;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.trunkline.local.Service;
import org.trunkline.local.identity.DemoIdentity;
import org.trunkline.local.loopback.LoopbackServer;

/**
 * The one origin that callers see: it hands each request to the service that the routes name, and shows the demo
 * identity provider beside them. In a cluster an Ingress does its work.
 */
public final class FrontDoor implements AutoCloseable {

    private final LoopbackServer server;

    private FrontDoor(LoopbackServer server) {
        this.server = server;
    }

    /**
     * Opens the door.
     *
     * @param port 0: a free one
     * @param ports where each service listens
     * @param welcome the text at {@code /}
     * @throws IllegalStateException when the port is taken
     */
    public static FrontDoor open(
            int port, Routes routes, Function<Service, Integer> ports, DemoIdentity identity, String welcome) {
        return new FrontDoor(LoopbackServer.start(
                port, (vertx, actual) -> site(vertx, routes, new Upstreams(vertx, ports), identity, welcome)));
    }

    private static Handler<HttpServerRequest> site(
            Vertx vertx, Routes routes, Upstreams upstreams, DemoIdentity identity, String welcome) {
        Handler<HttpServerRequest> provider = identity.site(vertx);
        return request -> {
            String path = request.uri().startsWith("/") ? request.path() : "";
            if (path.equals("/") && request.method().equals(HttpMethod.GET)) {
                request.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                        .end(welcome);
            } else if (path.startsWith(DemoIdentity.PATH + "/")) {
                provider.handle(request);
            } else {
                routes.serviceOf(path)
                        .ifPresentOrElse(
                                service -> upstreams.hand(request, service),
                                () -> Problem.notRouted().answer(request.response()));
            }
        };
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** Ends it; open streams are cut. */
    @Override
    public void close() {
        server.close();
    }
}
