package org.trunkline.local.frontdoor;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import org.trunkline.local.Service;
import org.trunkline.local.loopback.LoopbackServer;

/**
 * One address for several replicas of a service, all paths included: the front door and the neighbours come to it. It
 * takes them in turn, leaves out those that say they are not ready, or say nothing, and goes on to the next when one
 * refuses the connection. In a cluster a Kubernetes Service does its work.
 */
public final class Balancer implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 1000;
    private static final int CONNECT_TIMEOUT_MILLIS = 2000;
    private static final long PROBE_EVERY_MILLIS = 500;
    private static final long PROBE_TIMEOUT_MILLIS = 2000;

    private final LoopbackServer server;

    private Balancer(LoopbackServer server) {
        this.server = server;
    }

    /**
     * Opens it.
     *
     * @param port 0: a free one
     * @param replicas the ports of the service's replicas
     * @throws IllegalStateException when the port is taken
     */
    public static Balancer open(int port, Service service, List<Integer> replicas) {
        return new Balancer(LoopbackServer.start(port, (vertx, actual) -> spread(vertx, service, replicas)));
    }

    private static Handler<HttpServerRequest> spread(Vertx vertx, Service service, List<Integer> replicas) {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(MAX_CONNECTIONS).setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
        Turns turns = new Turns(replicas);
        replicas.forEach(replica -> vertx.setPeriodic(PROBE_EVERY_MILLIS, tick -> probe(client, replica, turns)));
        return HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(true), client)
                .origin(context -> connect(client, turns.next()))
                .addInterceptor(new WhenUnreachable(Problem.unavailable(service.id())));
    }

    private static void probe(HttpClient client, int replica, Turns turns) {
        client.request(to(replica).setURI("/q/health/ready").setTimeout(PROBE_TIMEOUT_MILLIS))
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::statusCode)
                .onSuccess(status -> turns.ready(replica, status == 200))
                .onFailure(silence -> turns.ready(replica, false));
    }

    private static Future<HttpClientRequest> connect(HttpClient client, List<Integer> candidates) {
        return client.request(to(candidates.getFirst()))
                .recover(refused -> candidates.size() == 1
                        ? Future.failedFuture(refused)
                        : connect(client, candidates.subList(1, candidates.size())));
    }

    private static RequestOptions to(int replica) {
        return new RequestOptions().setServer(SocketAddress.inetSocketAddress(replica, LoopbackServer.HOST));
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

    /** Whose turn it is. When none is ready, all are asked: they know best what to answer. */
    private static final class Turns {

        private final List<Integer> replicas;
        private final Set<Integer> left = ConcurrentHashMap.newKeySet();
        private final AtomicInteger turn = new AtomicInteger();

        Turns(List<Integer> replicas) {
            this.replicas = replicas;
        }

        void ready(int replica, boolean ready) {
            if (ready) {
                left.remove(replica);
            } else {
                left.add(replica);
            }
        }

        /** In the order in which they are to be tried. */
        List<Integer> next() {
            List<Integer> ready =
                    replicas.stream().filter(replica -> !left.contains(replica)).toList();
            List<Integer> round = ready.isEmpty() ? replicas : ready;
            int first = Math.floorMod(turn.getAndIncrement(), round.size());
            return Stream.concat(round.stream().skip(first), round.stream().limit(first))
                    .toList();
        }
    }
}
