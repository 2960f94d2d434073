package org.trunkline.connection.transports;

import java.util.function.Consumer;
import java.util.function.Function;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import org.trunkline.connection.transports.TransportException.Kind;
import org.trunkline.outbound.Dial;
import org.trunkline.outbound.Target;
import org.trunkline.problem.Problem;

/**
 * Sends the HTTP requests of one session. A redirect is followed when it keeps method and body (RFC 9110 sections
 * 15.4.8 and 15.4.9); the server's configured headers, which may be credentials, and the user's credential go to the
 * origin that they are meant for and to no other.
 */
final class HttpRequests {

    private static final int MOST_REDIRECTS = 5;

    private final Function<Target, Dial> dials;
    private final Target server;
    private final MultiMap configured;
    private final RequestAuthorization authorization;
    private final Context eventLoop;
    private final Dial dial;

    HttpRequests(
            Function<Target, Dial> dials,
            Target server,
            MultiMap configured,
            RequestAuthorization authorization,
            Context eventLoop) {
        this.dials = dials;
        this.server = server;
        this.configured = configured;
        this.authorization = authorization;
        this.eventLoop = eventLoop;
        this.dial = dials.apply(server);
    }

    /** Where the requests go. */
    Target server() {
        return server;
    }

    /** The same session's requests to another address of the same origin. */
    HttpRequests at(Target other) {
        return new HttpRequests(dials, other, configured, authorization, eventLoop);
    }

    /**
     * Sends a request and reads its answer, all on the event loop: the shared client, called from elsewhere, can miss
     * the first events of an answer.
     *
     * @param options method and timeouts; its headers are the protocol's, the configured ones are added
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
        Promise<T> answer = Promise.promise();
        eventLoop.runOnContext(ignored -> {
            try {
                send(dial, server, options, body, underWay, 0).compose(reader).onComplete(answer);
            } catch (RuntimeException e) {
                answer.tryFail(e instanceof Problem ? e : Unreachable.because(e));
            }
        });
        return answer.future();
    }

    private Future<HttpClientResponse> send(
            Dial dial,
            Target target,
            RequestOptions options,
            Buffer body,
            Consumer<HttpClientRequest> underWay,
            int redirects) {
        RequestOptions request = new RequestOptions(options).setHeaders(headers(options, target));
        return dial.request(request, eventLoop)
                .onSuccess(underWay::accept)
                .recover(Unreachable::failure)
                .compose(ready -> (body == null ? ready.send() : ready.send(body)).recover(Unreachable::failure))
                .onSuccess(this::noticeNonce)
                .compose(response -> isRedirect(response)
                        ? follow(response, target, options, body, underWay, redirects)
                        : Future.succeededFuture(response));
    }

    private Future<HttpClientResponse> follow(
            HttpClientResponse response,
            Target from,
            RequestOptions options,
            Buffer body,
            Consumer<HttpClientRequest> underWay,
            int redirects) {
        response.exceptionHandler(ignored -> {}).request().reset();
        Target next = from.resolve(response.getHeader(HttpHeaders.LOCATION)).orElse(null);
        if (next == null || redirects == MOST_REDIRECTS || from.secure() && !next.secure()) {
            return Future.failedFuture(new TransportException(
                    Kind.HTTP_ERROR, "HTTP " + response.statusCode() + ": a redirect that is not followed", response));
        }
        return send(dials.apply(next), next, options, body, underWay, redirects + 1);
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
