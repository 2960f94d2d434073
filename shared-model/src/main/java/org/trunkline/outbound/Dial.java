package org.trunkline.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;

/**
 * Opens the requests of one link. Each goes to an address that the outbound guard has checked, over a connection that
 * was made to that very address: the shared client keeps its connections by address and name. Host header and TLS have
 * the name. A proxy turns the name into an address by itself; the guard checks what can be known of it here.
 */
public final class Dial {

    private static final int MOST_ADDRESSES = 4;

    private final HttpClient http;
    private final CheckedAddresses addresses;
    private final Target target;
    private final ProxyOptions proxy;
    private volatile InetAddress reached;

    /** The way straight to a target, over connections of {@code http}. */
    public Dial(HttpClient http, CheckedAddresses addresses, Target target) {
        this(http, addresses, target, null);
    }

    /**
     * The way to a target.
     *
     * @param http keeps the connections, unless a request names another client
     * @param proxy of the operator's, which is told the target's name; null: straight to it
     */
    public Dial(HttpClient http, CheckedAddresses addresses, Target target, ProxyOptions proxy) {
        this.http = http;
        this.addresses = addresses;
        this.target = target;
        this.proxy = proxy;
    }

    /** {@link #request(HttpClient, RequestOptions, Context)} over a connection of this way's own client. */
    public Future<HttpClientRequest> request(RequestOptions options, Context eventLoop) {
        return request(http, options, eventLoop);
    }

    /**
     * A request that is ready to be sent. The address that was reached last is tried first, then the others: upstream
     * sessions often live in the one machine that began them.
     *
     * @param client that keeps the connection
     * @param options method and headers, of this request alone; where it goes is filled in here
     * @param eventLoop the context of the caller
     */
    public Future<HttpClientRequest> request(HttpClient client, RequestOptions options, Context eventLoop) {
        return reach(options, eventLoop, at -> client.request(options.setServer(at)));
    }

    /**
     * An open WebSocket; its address is chosen like that of a {@link #request}.
     *
     * @param options headers and subprotocols; where it goes is filled in here
     * @param eventLoop the context of the caller
     */
    public Future<WebSocket> webSocket(WebSocketClient client, WebSocketConnectOptions options, Context eventLoop) {
        return reach(options, eventLoop, at -> {
            WebSocketConnectOptions there = new WebSocketConnectOptions(options);
            there.setServer(at);
            return client.connect(there);
        });
    }

    private <T> Future<T> reach(
            RequestOptions options, Context eventLoop, Function<SocketAddress, Future<T>> connector) {
        options.setHost(target.hostName())
                .setPort(target.port())
                .setSsl(target.secure())
                .setURI(target.path());
        if (proxy == null) {
            return addresses.of(target, eventLoop).compose(found -> connect(inOrder(found), connector));
        }
        options.setProxyOptions(proxy);
        return addresses.admit(target, eventLoop).compose(admitted -> connector.apply(null));
    }

    private List<InetAddress> inOrder(List<InetAddress> found) {
        if (found.size() == 1) {
            return found;
        }
        InetAddress first = reached;
        return Stream.concat(
                        found.stream().filter(address -> address.equals(first)),
                        found.stream().filter(address -> !address.equals(first)))
                .limit(MOST_ADDRESSES)
                .toList();
    }

    private <T> Future<T> connect(List<InetAddress> candidates, Function<SocketAddress, Future<T>> connector) {
        InetAddress address = candidates.getFirst();
        return connector
                .apply(at(address))
                .onSuccess(connected -> reached = address)
                .recover(cause -> candidates.size() == 1
                        ? Future.failedFuture(cause)
                        : connect(candidates.subList(1, candidates.size()), connector));
    }

    /** An address without the name that it was found by, so that nothing is left to be looked up once more. */
    private SocketAddress at(InetAddress address) {
        try {
            InetAddress nameless = InetAddress.getByAddress(address.getAddress());
            return SocketAddress.inetSocketAddress(new InetSocketAddress(nameless, target.port()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
