package org.trunkline.connection.transports;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.trunkline.connection.transports.TransportException.Kind;
import org.trunkline.outbound.Target;

/**
 * Sends the HTTP requests of one session. A redirect is followed when it keeps method and body (RFC 9110 sections
 * 15.4.8 and 15.4.9); the server's configured headers, which may be credentials, and the user's credential go to the
 * origin that they are meant for and to no other.
 */
final class HttpRequests {

    private static final int MOST_REDIRECTS = 5;

    private final Function<Target, Way> ways;
    private final Target server;
    private final Map<String, String> configured;
    private final RequestAuthorization authorization;
    private final Context eventLoop;
    private final Way way;

    HttpRequests(
            Function<Target, Way> ways,
            Target server,
            Map<String, String> configured,
            RequestAuthorization authorization,
            Context eventLoop) {
        this.ways = ways;
        this.server = server;
        this.configured = configured;
        this.authorization = authorization;
        this.eventLoop = eventLoop;
        this.way = ways.apply(server);
    }

    /** Where the requests go. */
    Target server() {
        return server;
    }

    /** The same session's requests to another address of the same origin. */
    HttpRequests at(Target other) {
        return new HttpRequests(ways, other, configured, authorization, eventLoop);
    }

    /**
     * Sends a request and reads its answer, all on one event loop: a client, called from elsewhere, can miss the first
     * events of an answer. A call stays on the event loop that it comes from, if it comes from one; a stream, which may
     * outlive whatever asked for it, is the link's own.
     *
     * @param options method, timeouts and the protocol's headers, to which the configured ones are added; nothing else
     * @param body null for none
     * @param underWay takes each request that is sent, for whoever must cut it
     * @param reader reads the answer; called with its head
     * @return what was read; fails with a {@link TransportException} or a problem
     */
    <T> Future<T> exchange(
            RequestOptions options,
            Buffer body,
            Consumer<HttpClientRequest> underWay,
            Function<HttpClientResponse, Future<T>> reader) {
        Context here = Vertx.currentContext();
        if (here != null && Context.isOnEventLoopThread() && options.getMethod() != HttpMethod.GET) {
            return start(here, options, body, underWay, reader);
        }
        Promise<T> answer = Promise.promise();
        eventLoop.runOnContext(
                ignored -> start(eventLoop, options, body, underWay, reader).onComplete(answer));
        return answer.future();
    }

    private <T> Future<T> start(
            Context context,
            RequestOptions options,
            Buffer body,
            Consumer<HttpClientRequest> underWay,
            Function<HttpClientResponse, Future<T>> reader) {
        try {
            return send(context, way, server, options, body, underWay, 0).compose(reader);
        } catch (RuntimeException e) {
            return Unreachable.failure(e);
        }
    }

    private Future<HttpClientResponse> send(
            Context context,
            Way way,
            Target target,
            RequestOptions options,
            Buffer body,
            Consumer<HttpClientRequest> underWay,
            int redirects) {
        RequestOptions request = new RequestOptions()
                .setMethod(options.getMethod())
                .setTimeout(options.getTimeout())
                .setIdleTimeout(options.getIdleTimeout())
                .setHeaders(headers(options, target));
        return way.request(request, context)
                .onSuccess(ready -> underWay.accept(ready.exceptionHandler(HttpRequests::told)))
                .recover(Unreachable::failure)
                .compose(ready -> leave(ready, body).recover(Unreachable::failure))
                .onSuccess(this::noticeNonce)
                .compose(response -> isRedirect(response)
                        ? follow(context, response, target, options, body, underWay, redirects)
                        : Future.succeededFuture(response));
    }

    /** Reading what was asked for before is never refused. */
    private Future<HttpClientResponse> leave(HttpClientRequest ready, Buffer body) {
        try {
            if (!ready.getMethod().equals(HttpMethod.GET)) {
                authorization.require();
            }
        } catch (RuntimeException refused) {
            ready.reset();
            return Future.failedFuture(refused);
        }
        return body == null ? ready.send() : ready.send(body);
    }

    private Future<HttpClientResponse> follow(
            Context context,
            HttpClientResponse response,
            Target from,
            RequestOptions options,
            Buffer body,
            Consumer<HttpClientRequest> underWay,
            int redirects) {
        response.exceptionHandler(HttpRequests::told).request().reset();
        Target next = from.resolve(response.getHeader(HttpHeaders.LOCATION)).orElse(null);
        if (next == null || redirects == MOST_REDIRECTS || from.secure() && !next.secure()) {
            return Future.failedFuture(new TransportException(
                    Kind.HTTP_ERROR, "HTTP " + response.statusCode() + ": a redirect that is not followed", response));
        }
        return send(context, ways.apply(next), next, options, body, underWay, redirects + 1);
    }

    private MultiMap headers(RequestOptions options, Target target) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (target.origin().equals(server.origin())) {
            headers.addAll(configured);
            authorization
                    .headers(options.getMethod().name(), target.origin() + target.path())
                    .forEach(headers::set);
        }
        if (options.getHeaders() != null) {
            options.getHeaders().forEach(header -> headers.set(header.getKey(), header.getValue()));
        }
        return headers;
    }

    /**
     * For requests and answers that nobody follows to their end: whoever waits is told why they break off, and Vert.x
     * would log it as an error if nobody took it.
     */
    static void told(Throwable cause) {}

    private void noticeNonce(HttpClientResponse response) {
        String nonce = response.getHeader("DPoP-Nonce");
        if (nonce != null) {
            authorization.nonce(nonce);
        }
    }

    private static boolean isRedirect(HttpClientResponse response) {
        return (response.statusCode() == 307 || response.statusCode() == 308)
                && response.getHeader(HttpHeaders.LOCATION) != null;
    }
}
