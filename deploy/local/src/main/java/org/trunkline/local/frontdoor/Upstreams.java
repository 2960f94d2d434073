package org.trunkline.local.frontdoor;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;
import org.trunkline.local.Service;
import org.trunkline.local.loopback.LoopbackServer;

/** Hands requests on to the services and their answers back, as streams. */
final class Upstreams {

    /** Each open event stream holds a connection. */
    private static final int MAX_CONNECTIONS = 1000;

    private static final int CONNECT_TIMEOUT_MILLIS = 2000;

    private final Map<Service, HttpProxy> proxies = new EnumMap<>(Service.class);

    Upstreams(Vertx vertx, Function<Service, Integer> ports) {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(MAX_CONNECTIONS).setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
        Arrays.stream(Service.values())
                .forEach(service -> proxies.put(service, proxy(service, client, ports.apply(service))));
    }

    private static HttpProxy proxy(Service service, HttpClient client, int port) {
        return HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(true), client)
                .origin(port, LoopbackServer.HOST)
                .addInterceptor(new WhenUnreachable(Problem.unavailable(service.id())));
    }

    void hand(HttpServerRequest request, Service service) {
        ForwardedHeaders.write(request);
        proxies.get(service).handle(request);
    }
}
