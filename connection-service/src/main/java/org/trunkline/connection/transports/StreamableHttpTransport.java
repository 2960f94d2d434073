package org.trunkline.connection.transports;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.trunkline.connection.transports.TransportException.Kind;
import reactor.core.publisher.Mono;

/**
 * Streamable HTTP (MCP 2025-11-25, "Transports") over the HTTP client that all links share. Every message is a POST;
 * its answer is one JSON message or an event stream, which is taken up again where it broke off if the server lets us.
 * All I/O happens on one event loop.
 */
final class StreamableHttpTransport extends LinkTransport {

    private static final String SESSION_ID = "mcp-session-id";
    private static final String PROTOCOL_VERSION = "mcp-protocol-version";
    private static final String LAST_EVENT_ID = "last-event-id";
    private static final long DELETE_TIMEOUT_MS = 5_000;

    private final HttpRequests http;
    private final AnswerReader answers;
    private final EventResumption resumption;
    private final Listening listening;
    private final Map<Object, HttpClientRequest> underWay = new ConcurrentHashMap<>(Inbox.FEW);
    private final long silence;
    private volatile String sessionId;
    private volatile String protocolVersion;

    /**
     * @param silence milliseconds without an event after which a listening stream is opened anew
     * @param pace at which the listening streams of all sessions with the server are opened anew
     */
    StreamableHttpTransport(
            HttpRequests http, Vertx vertx, long silence, Pace pace, McpJsonMapper json, TransportConfig config) {
        super(json);
        this.http = http;
        this.silence = silence;
        this.answers = new AnswerReader(inbox, config, silence);
        this.resumption = new EventResumption(vertx, inbox, this::resume);
        this.listening = new Listening(vertx, pace, position -> resume(new Object(), position));
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
            return Mono.create(sink -> {
                JSONRPCMessage numbered = numbered(message);
                encode(numbered)
                        .compose(body -> numbered instanceof JSONRPCRequest request
                                ? expectAnswer(request.id(), body)
                                : send(body))
                        .onComplete(done -> sink.success(), sink::error);
            });
        });
    }

    @Override
    public Future<RawMessage> request(long id, Buffer message, Runnable progressed) {
        Future<RawMessage> answer = inbox.await(id, progressed);
        exchange(id, message).onFailure(cause -> inbox.fail(id, cause));
        return answer;
    }

    @Override
    Future<Void> send(Buffer message) {
        return post(new Object(), message, new StreamPosition());
    }

    @Override
    public void forget(long id) {
        if (inbox.forget(id)) {
            cut(id);
        }
    }

    @Override
    public void listen() {
        listening.begin();
    }

    @Override
    public void onListening(Consumer<String> watch) {
        listening.watch(watch);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.create(sink -> {
            listening.end();
            deleteSession().onComplete(done -> {
                underWay.keySet().forEach(this::cut);
                inbox.end(new TransportException(Kind.UNREACHABLE, "the session was closed"));
                sink.success();
            });
        });
    }

    @Override
    public Optional<UpstreamSession> upstreamSession() {
        return Optional.ofNullable(sessionId).map(id -> new UpstreamSession(id, protocolVersion));
    }

    @Override
    public void resume(UpstreamSession begun) {
        sessionId = begun.id();
        protocolVersion = begun.protocolVersion();
    }

    @Override
    public void detach() {
        listening.end();
        underWay.keySet().forEach(this::cut);
    }

    private Future<Void> expectAnswer(Object id, Buffer message) {
        return exchange(id, message).onComplete(ended -> inbox.forget(id));
    }

    /** Completes when the answer to a request is in the inbox. */
    private Future<Void> exchange(Object id, Buffer message) {
        StreamPosition position = new StreamPosition();
        return post(id, message, position).transform(ended -> resumption.complete(id, position, ended.cause()));
    }

    /**
     * Completes when the whole answer has been read; every message in it went to the inbox by then.
     *
     * @param id tells the requests that are under way apart
     */
    private Future<Void> post(Object id, Buffer message, StreamPosition position) {
        RequestOptions options = options(HttpMethod.POST).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return exchange(id, options, message, position).onFailure(this::noticeLoss);
    }

    /** Reads on from a position of an earlier stream, or what the server announces by itself when there is none. */
    private Future<Void> resume(Object id, StreamPosition position) {
        RequestOptions options = options(HttpMethod.GET).setIdleTimeout(silence);
        options.putHeader(HttpHeaders.ACCEPT, "text/event-stream");
        if (position.lastEventId() != null) {
            options.putHeader(LAST_EVENT_ID, position.lastEventId());
        }
        return exchange(id, options, null, position);
    }

    private Future<Void> exchange(Object id, RequestOptions options, Buffer body, StreamPosition position) {
        return http.exchange(
                        options, body, request -> underWay.put(id, request), response -> accept(id, response, position))
                .onComplete(ended -> underWay.remove(id));
    }

    private Future<Void> accept(Object id, HttpClientResponse response, StreamPosition position) {
        String issued = response.getHeader(SESSION_ID);
        if (sessionId == null && issued != null) {
            sessionId = issued;
        }
        listening.answered(position, response.statusCode());
        BooleanSupplier answered = inbox.isAwaited(id) ? () -> !inbox.isAwaited(id) : () -> false;
        return answers.read(response, sessionId != null, position, answered);
    }

    /** Only a POST tells: a GET that is not found can also mean that the server offers no stream. */
    @Override
    void noticeLoss(Throwable cause) {
        if (cause instanceof TransportException failure && failure.kind() == Kind.SESSION_LOST) {
            sessionId = null;
            lose(failure.getMessage());
        }
    }

    private Future<Void> deleteSession() {
        if (sessionId == null) {
            return Future.succeededFuture();
        }
        RequestOptions options = options(HttpMethod.DELETE).setTimeout(DELETE_TIMEOUT_MS);
        sessionId = null;
        return http.exchange(
                        options,
                        null,
                        request -> {},
                        response ->
                                response.exceptionHandler(HttpRequests::told).end())
                .recover(cause -> Future.succeededFuture());
    }

    private void cut(Object id) {
        HttpClientRequest unanswered = underWay.remove(id);
        if (unanswered != null) {
            unanswered.reset();
        }
    }

    private RequestOptions options(HttpMethod method) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        headers.set(HttpHeaders.ACCEPT, "application/json, text/event-stream");
        if (sessionId != null) {
            headers.set(SESSION_ID, sessionId);
        }
        if (protocolVersion != null) {
            headers.set(PROTOCOL_VERSION, protocolVersion);
        }
        return new RequestOptions().setMethod(method).setHeaders(headers);
    }
}
