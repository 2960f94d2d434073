package org.trunkline.connection.transports;

import java.net.ConnectException;
import java.net.UnknownHostException;

import javax.net.ssl.SSLException;

import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.proxy.ProxyConnectException;
import io.vertx.core.Future;
import org.trunkline.connection.transports.TransportException.Kind;
import org.trunkline.problem.Problem;

/** Says why a server cannot be reached, without its address or command: not everyone who may use it may know them. */
final class Unreachable {

    private Unreachable() {}

    /** The failure of a connection, by the type of its cause. */
    static TransportException because(Throwable cause) {
        String reason = switch (cause) {
            case ProxyConnectException proxy -> "its proxy does not connect to it";
            case ConnectException refused -> "the connection was refused";
            case UnknownHostException unknown -> "its host name is not known";
            case SSLException tls -> "TLS could not be agreed on: " + tls.getMessage();
            case WebSocketClientHandshakeException other -> "it does not speak MCP over WebSocket (subprotocol mcp)";
            case IllegalArgumentException address -> "its URL is not one that can be dialled";
            default -> "the connection broke";
        };
        return new TransportException(Kind.UNREACHABLE, reason, cause);
    }

    /** {@link #because} as a failed future, to recover with; what is a problem already stays that. */
    static <T> Future<T> failure(Throwable cause) {
        return Future.failedFuture(cause instanceof Problem ? cause : because(cause));
    }
}
