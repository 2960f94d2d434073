package org.trunkline.connection.transports;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import org.jboss.logging.Logger;
import org.trunkline.connection.transports.TransportException.Kind;
import reactor.core.publisher.Mono;

/**
 * WebSocket (RFC 6455) with the subprotocol {@code mcp}: each text message is one JSON-RPC message. A server that
 * answers no ping is given up.
 */
final class WebSocketTransport extends LinkTransport {

    private static final Logger LOG = Logger.getLogger(WebSocketTransport.class);
    private static final String SUBPROTOCOL = "mcp";

    /** Of a connection that ends without a closing frame (RFC 6455, section 7.1.5). */
    private static final short BROKE_OFF = 1006;

    private static final long PING_EVERY_MS = 30_000;

    private final Way way;
    private final Supplier<Map<String, String>> headers;
    private final Context eventLoop;
    private final AtomicBoolean alive = new AtomicBoolean(true);
    private final Promise<WebSocket> socket = Promise.promise();

    WebSocketTransport(Way way, Supplier<Map<String, String>> headers, Context eventLoop, McpJsonMapper json) {
        super(json);
        this.way = way;
        this.headers = headers;
        this.eventLoop = eventLoop;
    }

    /** Completes when the socket is open. */
    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        inbox.deliverTo(handler);
        eventLoop.runOnContext(ignored -> {
            Future.succeededFuture(headers)
                    .map(Supplier::get)
                    .compose(given -> way.webSocket(options(given), eventLoop))
                    .recover(WebSocketTransport::failure)
                    .onSuccess(this::opened)
                    .onComplete(socket);
        });
        return Mono.create(sink -> socket.future().onComplete(open -> sink.success(), sink::error));
    }

    @Override
    Future<Void> send(Buffer message) {
        return socket.future().compose(open -> {
            Promise<Void> sent = Promise.promise();
            eventLoop.runOnContext(
                    ignored -> open.writeTextMessage(message.toString()).onComplete(sent));
            return sent.future()
                    .recover(cause -> Future.failedFuture(
                            new TransportException(Kind.SESSION_LOST, "the WebSocket is closed", cause)));
        });
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.create(sink -> eventLoop.runOnContext(ignored -> {
            socket.tryFail(new TransportException(Kind.UNREACHABLE, "the session was closed"));
            socket.future().compose(WebSocket::close).onComplete(done -> sink.success());
        }));
    }

    private static WebSocketConnectOptions options(Map<String, String> headers) {
        WebSocketConnectOptions options = new WebSocketConnectOptions().addSubProtocol(SUBPROTOCOL);
        headers.forEach(options::addHeader);
        return options;
    }

    private void opened(WebSocket open) {
        open.textMessageHandler(text -> receive(text.getBytes(StandardCharsets.UTF_8)));
        open.pongHandler(pong -> alive.set(true));
        open.exceptionHandler(cause -> fail(open, cause));
        long pings = eventLoop.owner().setPeriodic(PING_EVERY_MS, timer -> ping(open));
        open.closeHandler(closed -> {
            eventLoop.owner().cancelTimer(pings);
            end(reason(open));
        });
    }

    /** Nothing follows that could be read. That the connection broke is told by its end. */
    private void fail(WebSocket open, Throwable cause) {
        LOG.debugf(cause, "a WebSocket failed");
        if (cause instanceof IllegalStateException || cause instanceof DecoderException) {
            end("the server sent a message that is too large, or none");
            open.close();
        }
    }

    private static String reason(WebSocket closed) {
        Short code = closed.closeStatusCode();
        if (code == null || code == BROKE_OFF) {
            return "the WebSocket broke off";
        }
        String said = closed.closeReason() == null ? "" : " " + closed.closeReason();
        return "the server closed the WebSocket: " + code + said;
    }

    private void ping(WebSocket open) {
        if (alive.getAndSet(false)) {
            open.writePing(Buffer.buffer());
        } else {
            open.close();
        }
    }

    private static Future<WebSocket> failure(Throwable cause) {
        if (cause instanceof UpgradeRejectedException refused) {
            int status = refused.getStatus();
            Kind kind = status == 401 || status == 403 ? Kind.UNAUTHORIZED : Kind.HTTP_ERROR;
            return Future.failedFuture(new TransportException(
                    kind, "HTTP " + status + " instead of a WebSocket", status, refused.getHeaders()));
        }
        return Unreachable.failure(cause);
    }
}
