package org.trunkline.connection.transports;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.trunkline.connection.transports.TransportException.Kind;
import org.trunkline.outbound.Target;
import reactor.core.publisher.Mono;

/**
 * HTTP with SSE (MCP 2024-11-05, "Transports"): one event stream brings all messages, each of ours is a POST to the
 * endpoint that the stream names first. The session lives as long as the stream.
 */
final class SseTransport extends LinkTransport {

    private final HttpRequests http;
    private final long silence;
    private final TransportConfig config;
    private final AnswerReader answers;
    private final Promise<HttpRequests> endpoint = Promise.promise();
    private final AtomicReference<HttpClientRequest> stream = new AtomicReference<>();

    /** @param silence milliseconds without an event after which the stream counts as broken */
    SseTransport(HttpRequests http, long silence, McpJsonMapper json, TransportConfig config) {
        super(json);
        this.http = http;
        this.silence = silence;
        this.config = config;
        this.answers = new AnswerReader(inbox, config, silence);
    }

    /** Completes when the endpoint is known. */
    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        inbox.deliverTo(handler);
        return Mono.create(sink -> {
            readStream().onComplete(this::ended);
            endpoint.future().onComplete(known -> sink.success(), sink::error);
        });
    }

    @Override
    Future<Void> send(Buffer message) {
        RequestOptions options =
                new RequestOptions().setMethod(HttpMethod.POST).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return endpoint.future()
                .compose(known -> known.exchange(options, message, request -> {}, answers::readAcceptance));
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> close("the session was closed"));
    }

    private Future<Void> readStream() {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .putHeader(HttpHeaders.ACCEPT, "text/event-stream")
                .setIdleTimeout(silence);
        return http.exchange(options, null, stream::set, this::readEvents);
    }

    private Future<Void> readEvents(HttpClientResponse response) {
        String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        if (response.statusCode() == 200 && type != null && type.startsWith("text/event-stream")) {
            return EventStream.read(response, config, new StreamPosition(), silence, this::event, () -> false);
        }
        if (response.statusCode() == 200) {
            response.exceptionHandler(HttpRequests::told);
            return Future.failedFuture(new TransportException(Kind.PROTOCOL, "its answer is no event stream"));
        }
        return answers.readRefusal(response, false);
    }

    private void event(String type, Buffer data) {
        if (type.equals("endpoint")) {
            endpoint.tryComplete(http.at(endpointOf(data.toString())));
        } else {
            receive(data.getBytes());
        }
    }

    /** Messages and their credentials stay with the origin that was configured. */
    private Target endpointOf(String reference) {
        return http.server()
                .resolve(reference)
                .filter(target -> target.origin().equals(http.server().origin()))
                .orElseThrow(() -> new TransportException(Kind.PROTOCOL, "its endpoint is not at its own origin"));
    }

    /** A session without an endpoint was never there: why is told to who opens it. */
    private void ended(AsyncResult<Void> stream) {
        boolean opening = endpoint.tryFail(
                stream.failed()
                        ? stream.cause()
                        : new TransportException(Kind.UNREACHABLE, "its stream ended before it named an endpoint"));
        if (!opening) {
            close(stream.failed() ? stream.cause().getMessage() : "the server ended the event stream of the session");
        }
    }

    private void close(String reason) {
        HttpClientRequest open = stream.getAndSet(null);
        if (open != null) {
            open.reset();
        }
        end(reason);
    }

    @Override
    void noticeLoss(Throwable cause) {
        if (cause instanceof TransportException failure && failure.kind() == Kind.SESSION_LOST) {
            close(failure.getMessage());
        }
    }
}
