package org.trunkline.connection.transports;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import org.trunkline.connection.transports.TransportException.Kind;

/** Reads the HTTP answer to a posted message: one JSON message, an event stream of them, nothing, or an error. */
final class AnswerReader {

    private static final int ERROR_TEXT = 500;

    private final Inbox inbox;
    private final int maxAnswer;
    private final int maxLine;

    AnswerReader(Inbox inbox, TransportConfig config) {
        this.inbox = inbox;
        this.maxAnswer = config.maxAnswer().asBigInteger().intValueExact();
        this.maxLine = config.maxLine().asBigInteger().intValueExact();
    }

    /**
     * Completes when the answer has ended; its messages are in the inbox by then. Must be called on the event loop that
     * got the answer, before anything else is awaited.
     *
     * @param inSession whether the request carried a session id: decides what HTTP 404 means
     */
    Future<Void> read(HttpClientResponse response, boolean inSession) {
        int status = response.statusCode();
        if (status >= 300) {
            return body(response).compose(text -> Future.failedFuture(error(status, text, inSession)));
        }
        String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && type.startsWith("text/event-stream")) {
            return events(response);
        }
        return body(response).map(text -> {
            if (!text.isBlank()) {
                inbox.receive(text);
            }
            return null;
        });
    }

    private Future<String> body(HttpClientResponse response) {
        Promise<String> done = Promise.promise();
        Buffer body = Buffer.buffer();
        Handler<Throwable> abort = abort(response, done);
        response.exceptionHandler(abort);
        response.endHandler(end -> done.tryComplete(body.toString()));
        response.handler(chunk -> {
            if (body.length() + chunk.length() > maxAnswer) {
                abort.handle(new TransportException(Kind.PROTOCOL, "the answer exceeds " + maxAnswer + " bytes"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        return done.future();
    }

    private Future<Void> events(HttpClientResponse response) {
        Promise<Void> done = Promise.promise();
        Handler<Throwable> abort = abort(response, done);
        ServerSentEvents events = new ServerSentEvents(maxLine, inbox::receive, abort);
        response.exceptionHandler(abort);
        response.endHandler(end -> done.tryComplete());
        response.handler(chunk -> {
            try {
                events.handle(chunk);
            } catch (TransportException e) {
                abort.handle(e);
            }
        });
        return done.future();
    }

    private static Handler<Throwable> abort(HttpClientResponse response, Promise<?> done) {
        return cause -> {
            boolean ours = cause instanceof TransportException;
            if (done.tryFail(ours ? cause : new TransportException(Kind.UNREACHABLE, "the answer broke off", cause))) {
                response.request().reset();
            }
        };
    }

    private static TransportException error(int status, String text, boolean inSession) {
        String said = text.length() > ERROR_TEXT ? text.substring(0, ERROR_TEXT) + "…" : text;
        String message = "HTTP " + status + (said.isBlank() ? "" : ": " + said);
        if (status == 401 || status == 403) {
            return new TransportException(Kind.UNAUTHORIZED, message);
        }
        return new TransportException(status == 404 && inSession ? Kind.SESSION_LOST : Kind.HTTP_ERROR, message);
    }
}
