package org.trunkline.connection.transports;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;
import org.trunkline.connection.transports.TransportException.Kind;
import org.trunkline.outbound.CheckedAddresses;
import org.trunkline.outbound.Dial;
import org.trunkline.outbound.NameLookup;
import org.trunkline.outbound.OutboundConfig;
import org.trunkline.outbound.OutboundGuard;
import org.trunkline.outbound.Target;
import org.trunkline.server.ServerConfig;

/** Makes the transport that a server's configuration asks for. */
@ApplicationScoped
public class Transports {

    private static final int MOST_ORIGINS = 10_000;

    private final Vertx vertx;
    private final TransportConfig config;
    private final HttpClients clients;
    private final Proxies proxies;
    private final Children children;
    private final CheckedAddresses addresses;
    private final Cache<String, Pace> paces =
            Caffeine.newBuilder().maximumSize(MOST_ORIGINS).build();

    Transports(
            Vertx vertx,
            TransportConfig config,
            HttpClients clients,
            Proxies proxies,
            Children children,
            OutboundConfig outbound,
            OutboundGuard guard) {
        this.vertx = vertx;
        this.config = config;
        this.clients = clients;
        this.proxies = proxies;
        this.children = children;
        this.addresses = new CheckedAddresses(guard, NameLookup.ofSystem(vertx), outbound.addressTime());
    }

    /**
     * A transport that is not connected yet.
     *
     * @param server with every placeholder filled in
     * @param authorization of each request over HTTP, and of the opening of a WebSocket
     * @throws TransportException when the URL cannot be dialled
     */
    public LinkTransport create(ServerConfig server, RequestAuthorization authorization, McpJsonMapper json) {
        return switch (server.transport()) {
            case STREAMABLE_HTTP ->
                new StreamableHttpTransport(
                        requests(server, authorization), vertx, silence(server), pace(server), json, config);
            case SSE -> new SseTransport(requests(server, authorization), silence(server), json, config);
            case WEBSOCKET -> {
                Map<String, String> configured = headers(server);
                Target target = target(server);
                yield new WebSocketTransport(
                        way(target, target, server.tls(), server.proxy()),
                        () -> with(configured, authorization.headers("GET", server.url())),
                        eventLoop(),
                        json);
            }
            case STDIO -> new StdioTransport(children, command(server), errorLevel(server), json);
        };
    }

    private Pace pace(ServerConfig server) {
        return paces.get(target(server).origin(), origin -> new Pace(config.reopenRate()));
    }

    /** Of the configuration, which is filled for one session, nothing is kept but what requests need. */
    private HttpRequests requests(ServerConfig server, RequestAuthorization authorization) {
        Target own = target(server);
        String tls = server.tls();
        String proxy = server.proxy();
        return new HttpRequests(
                target -> way(own, target, tls, proxy), own, Map.copyOf(headers(server)), authorization, eventLoop());
    }

    private static Map<String, String> with(Map<String, String> configured, Map<String, String> authorization) {
        Map<String, String> headers = new HashMap<>(configured);
        headers.keySet().removeIf(name -> authorization.keySet().stream().anyMatch(name::equalsIgnoreCase));
        headers.putAll(authorization);
        return headers;
    }

    /** A value that a user gave may be anything; it is named by its header, so that no log shows it. */
    private static Map<String, String> headers(ServerConfig server) {
        Map<String, String> headers = with(orEmpty(server.headers()), orEmpty(server.requestHeaders()));
        headers.forEach((name, value) -> {
            if (HttpHeaderValidationUtil.validateValidHeaderValue(value) >= 0) {
                throw new TransportException(
                        Kind.UNSENDABLE, "the value for header " + name + " has characters that no header can have");
            }
        });
        return headers;
    }

    private long silence(ServerConfig server) {
        return server.sseReadTimeout() == null ? config.silence().toMillis() : server.sseReadTimeout();
    }

    /** An event loop without the request that happens to run on it now. */
    private Context eventLoop() {
        return VertxContext.getRootContext(vertx.getOrCreateContext());
    }

    private static Target target(ServerConfig server) {
        return Target.parse(server.url())
                .orElseThrow(() -> Unreachable.because(new IllegalArgumentException("a URL that can't be dialled")));
    }

    /** A client certificate is for the server's own origin, as its other credentials are. */
    private Way way(Target own, Target target, String tls, String proxy) {
        HttpClients.Clients clients = this.clients.of(target.origin().equals(own.origin()) ? tls : null);
        return new Way(new Dial(clients.streams(), addresses, target, proxies.of(proxy, target)), clients);
    }

    private ProcessBuilder command(ServerConfig server) {
        List<String> command = new ArrayList<>();
        command.add(server.command());
        command.addAll(server.args() == null ? List.of() : server.args());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().retainAll(config.inheritedEnvironment());
        builder.environment().putAll(orEmpty(server.env()));
        if (server.cwd() != null) {
            builder.directory(new File(server.cwd()));
        }
        return "ignore".equals(server.stderr()) ? builder.redirectError(Redirect.DISCARD) : builder;
    }

    /** What the operator wants to have among our own lines is for everyone who reads them. */
    private static Logger.Level errorLevel(ServerConfig server) {
        boolean inherited = "inherit".equals(server.stderr()) || server.stderr() instanceof Number;
        return inherited ? Logger.Level.INFO : Logger.Level.DEBUG;
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
