package org.trunkline.connection.transports;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import org.trunkline.outbound.Dial;

/** The way to one address of a server: what is dialled, and the clients that keep its connections. */
record Way(Dial dial, HttpClients.Clients clients) {

    /** A request that is ready to be sent. */
    Future<HttpClientRequest> request(RequestOptions options, Context eventLoop) {
        boolean stream = options.getMethod() == HttpMethod.GET;
        return dial.request(stream ? clients.streams() : clients.calls(), options, eventLoop);
    }

    /** An open WebSocket. */
    Future<WebSocket> webSocket(WebSocketConnectOptions options, Context eventLoop) {
        return dial.webSocket(clients.webSockets(), options, eventLoop);
    }
}
