package org.trunkline.connection.transports;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.trunkline.connection.transports.TransportException.Kind;
import org.trunkline.outbound.Dial;
import reactor.core.publisher.Mono;

/**
 * Streamable HTTP (MCP 2025-11-25, "Transports") over the HTTP client that all links share. Every message is a POST;
 * its answer is one JSON message or an event stream. All I/O happens on one event loop.
 */
final class StreamableHttpTransport extends LinkTransport {

    private static final String SESSION_ID = "mcp-session-id";
    private static final String PROTOCOL_VERSION = "mcp-protocol-version";
    private static final long DELETE_TIMEOUT_MS = 5_000;

    private final Dial dial;
    private final Context eventLoop;
    private final MultiMap headers;
    private final AnswerReader answers;
    private final Map<Object, HttpClientRequest> underWay = new ConcurrentHashMap<>();
    private volatile String sessionId;
    private volatile String protocolVersion;

    StreamableHttpTransport(
            Dial dial, Context eventLoop, Map<String, String> headers, McpJsonMapper json, TransportConfig config) {
        super(json);
        this.dial = dial;
        this.eventLoop = eventLoop;
        this.headers = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        this.answers = new AnswerReader(inbox, config);
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        inbox.deliverTo(handler);
        return Mono.empty();
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.deferContextual(context -> {
            String negotiated = context.getOrDefault(McpAsyncClient.NEGOTIATED_PROTOCOL_VERSION, null);
            if (negotiated != null) {
                protocolVersion = negotiated;
            }
            return Mono.create(sink -> encode(message)
                    .compose(body -> post(new Object(), body))
                    .onComplete(done -> sink.success(), sink::error));
        });
    }

    @Override
    public Future<JsonNode> request(String id, Buffer message) {
        Future<JsonNode> answer = inbox.await(id);
        post(id, message)
                .onSuccess(ended -> inbox.fail(id, new TransportException(Kind.PROTOCOL, "the answer ended too early")))
                .onFailure(cause -> inbox.fail(id, cause));
        return answer;
    }

    /** A server that never answers must not keep its connection: they are counted. */
    @Override
    public void forget(String id) {
        super.forget(id);
        HttpClientRequest unanswered = underWay.remove(id);
        if (unanswered != null) {
            unanswered.reset();
        }
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.create(sink -> deleteSession().onComplete(done -> {
            underWay.values().forEach(HttpClientRequest::reset);
            inbox.failAll(new TransportException(Kind.UNREACHABLE, "the session was closed"));
            sink.success();
        }));
    }

    private Future<Buffer> encode(JSONRPCMessage message) {
        try {
            return Future.succeededFuture(Buffer.buffer(json.writeValueAsBytes(message)));
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
    }

    /**
     * Completes when the whole answer has been read; every message in it went to the inbox by then.
     *
     * @param id tells the requests that are under way apart
     */
    private Future<Void> post(Object id, Buffer message) {
        return onEventLoop(() -> dial.request(options(HttpMethod.POST), eventLoop)
                .onSuccess(request -> underWay.put(id, request))
                .recover(Unreachable::failure)
                .compose(request ->
                        request.send(message).recover(Unreachable::failure).compose(this::accept))
                .onComplete(ended -> underWay.remove(id)));
    }

    private Future<Void> accept(HttpClientResponse response) {
        String issued = response.getHeader(SESSION_ID);
        if (sessionId == null && issued != null) {
            sessionId = issued;
        }
        return answers.read(response, sessionId != null).onFailure(cause -> {
            if (cause instanceof TransportException failure && failure.kind() == Kind.SESSION_LOST) {
                sessionId = null;
                lose(failure.getMessage());
            }
        });
    }

    private Future<Void> deleteSession() {
        if (sessionId == null) {
            return Future.succeededFuture();
        }
        RequestOptions options = options(HttpMethod.DELETE).setTimeout(DELETE_TIMEOUT_MS);
        sessionId = null;
        return onEventLoop(() -> dial.request(options, eventLoop)
                .compose(request -> request.send())
                .compose(HttpClientResponse::end)
                .recover(cause -> Future.succeededFuture()));
    }

    private RequestOptions options(HttpMethod method) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        all.set(HttpHeaders.ACCEPT, "application/json, text/event-stream");
        if (method == HttpMethod.POST) {
            all.set(HttpHeaders.CONTENT_TYPE, "application/json");
        }
        if (sessionId != null) {
            all.set(SESSION_ID, sessionId);
        }
        if (protocolVersion != null) {
            all.set(PROTOCOL_VERSION, protocolVersion);
        }
        return new RequestOptions().setMethod(method).setHeaders(all);
    }

    /** Enters the event loop: the shared client, called from elsewhere, can miss the first events of an answer. */
    private <T> Future<T> onEventLoop(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        eventLoop.runOnContext(ignored -> {
            try {
                work.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.tryFail(Unreachable.because(e));
            }
        });
        return promise.future();
    }
}
