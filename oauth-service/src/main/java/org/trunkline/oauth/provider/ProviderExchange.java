package org.trunkline.oauth.provider;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import org.trunkline.outbound.Dial;

/** One request and its answer, on one event loop. */
final class ProviderExchange {

    private final Dial dial;
    private final Context eventLoop;
    private final long maxAnswer;
    private final Promise<HTTPResponse> answer = Promise.promise();
    private HttpClientRequest underWay;
    private boolean abandoned;

    ProviderExchange(Dial dial, Context eventLoop, long maxAnswer) {
        this.dial = dial;
        this.eventLoop = eventLoop;
        this.maxAnswer = maxAnswer;
    }

    /** Enters the event loop: the client, called from elsewhere, can miss the first events of an answer. */
    CompletableFuture<HTTPResponse> send(RequestOptions options, String body) {
        eventLoop.runOnContext(ignored -> dial.request(options, eventLoop)
                .compose(opened -> exchange(opened, body))
                .onComplete(answer));
        return answer.future().toCompletionStage().toCompletableFuture();
    }

    /** Frees the connection of a request whose answer nobody waits for any more. */
    void abandon() {
        eventLoop.runOnContext(ignored -> {
            abandoned = true;
            if (underWay != null) {
                underWay.reset();
            }
        });
    }

    private Future<HTTPResponse> exchange(HttpClientRequest opened, String body) {
        underWay = opened;
        if (abandoned) {
            opened.reset();
        }
        Future<HttpClientResponse> sent = body == null ? opened.send() : opened.send(Buffer.buffer(body));
        return sent.compose(this::read);
    }

    private Future<HTTPResponse> read(HttpClientResponse response) {
        Promise<HTTPResponse> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.handler(chunk -> {
            if (body.length() + chunk.length() > maxAnswer) {
                whole.tryFail(new IOException("the answer is larger than " + maxAnswer + " bytes"));
                underWay.reset();
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(ended -> whole.tryComplete(response(response, body)));
        return whole.future();
    }

    private static HTTPResponse response(HttpClientResponse response, Buffer body) {
        HTTPResponse read = new HTTPResponse(response.statusCode());
        response.headers()
                .names()
                .forEach(name ->
                        read.setHeader(name, response.headers().getAll(name).toArray(String[]::new)));
        read.setBody(body.toString());
        return read;
    }
}
