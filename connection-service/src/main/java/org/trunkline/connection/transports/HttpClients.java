package org.trunkline.connection.transports;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.netty.util.concurrent.FastThreadLocal;
import io.quarkus.runtime.Startup;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import org.jboss.logging.Logger;
import org.trunkline.connection.transports.TransportException.Kind;

/** The HTTP clients that all links share: one set for each way to speak TLS. */
@Startup
@ApplicationScoped
class HttpClients {

    private static final Logger LOG = Logger.getLogger(HttpClients.class);
    private static final String PLAIN = "";

    /** No bound of its own: sessions are bounded. */
    private static final int MOST_STREAMS = 100_000;

    private final Vertx vertx;
    private final TransportConfig config;
    private final TlsConfigurationRegistry tls;
    private final Map<String, Clients> known = new ConcurrentHashMap<>();

    HttpClients(Vertx vertx, TransportConfig config, TlsConfigurationRegistry tls) {
        this.vertx = vertx;
        this.config = config;
        this.tls = tls;
        of(null);
    }

    /**
     * One set. Each event loop has a client for the calls that run on it, so that none has to leave it; streams, of
     * which there can be one for each session, do not count among its connections.
     */
    static final class Clients {

        private final FastThreadLocal<HttpClient> calls;
        private final HttpClient streams;
        private final WebSocketClient webSockets;

        private Clients(Supplier<HttpClient> calls, HttpClient streams, WebSocketClient webSockets) {
            this.calls = new FastThreadLocal<>() {
                @Override
                protected HttpClient initialValue() {
                    return calls.get();
                }
            };
            this.streams = streams;
            this.webSockets = webSockets;
        }

        /** For requests that end soon; to be used on an event loop. */
        HttpClient calls() {
            return calls.get();
        }

        /** For answers that may never end. */
        HttpClient streams() {
            return streams;
        }

        WebSocketClient webSockets() {
            return webSockets;
        }
    }

    /**
     * The clients that speak TLS as a configuration says.
     *
     * @param name of a configuration in Quarkus' registry; null: the one for all servers, if there is one
     * @throws TransportException when there is none of that name
     */
    Clients of(String name) {
        String wanted = name == null ? config.tls().orElse(PLAIN) : name;
        Clients present = known.get(wanted);
        return present == null ? known.computeIfAbsent(wanted, absent -> clients(configuration(absent))) : present;
    }

    private TlsConfiguration configuration(String name) {
        return name.equals(PLAIN)
                ? null
                : tls.get(name)
                        .orElseThrow(() -> new TransportException(
                                Kind.PROTOCOL,
                                "the TLS configuration that it names, quarkus.tls." + name + ", is not there"));
    }

    /** Requests to servers have spans of their own, which tell less than their URLs. */
    private Clients clients(TlsConfiguration configuration) {
        HttpClientOptions http = new HttpClientOptions()
                .setTcpNoDelay(true)
                .setMaxWaitQueueSize(-1)
                .setTracingPolicy(TracingPolicy.IGNORE);
        int answer = config.maxAnswer().asBigInteger().intValueExact();
        WebSocketClientOptions webSockets = new WebSocketClientOptions()
                .setMaxFrameSize(answer)
                .setMaxMessageSize(answer)
                .setMaxConnections(MOST_STREAMS)
                .setTcpNoDelay(true);
        if (configuration != null) {
            TlsConfigUtils.configure(http, configuration);
            TlsConfigUtils.configure(webSockets, configuration);
        }
        PoolOptions few = new PoolOptions().setHttp1MaxSize(config.connectionsPerOrigin());
        PoolOptions many = new PoolOptions().setHttp1MaxSize(MOST_STREAMS);
        return new Clients(
                () -> apart(() -> client(http, few)),
                apart(() -> client(http, many)),
                apart(() -> vertx.createWebSocketClient(webSockets)));
    }

    /** Whoever uses a connection is told that it breaks; Vert.x would log each as an error if nobody took it. */
    private HttpClient client(HttpClientOptions http, PoolOptions pool) {
        return vertx.httpClientBuilder()
                .with(http)
                .with(pool)
                .withConnectHandler(connection ->
                        connection.exceptionHandler(cause -> LOG.debugf(cause, "a connection to a server broke")))
                .build();
    }

    /**
     * Makes a client on a thread of its own: one that is made while a request is served ends with the server that
     * served it, before the last sessions can be closed.
     */
    private static <T> T apart(Supplier<T> client) {
        return CompletableFuture.supplyAsync(client, Thread.ofVirtual()::start).join();
    }
}
