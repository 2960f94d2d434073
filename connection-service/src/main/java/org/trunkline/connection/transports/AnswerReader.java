package org.trunkline.connection.transports;

import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import org.trunkline.connection.transports.TransportException.Kind;

/** Reads the HTTP answer to a message: one JSON message, an event stream of them, nothing, or an error. */
final class AnswerReader {

    private static final int ERROR_TEXT = 500;
    private static final int MOST_SET_ASIDE = 256 * 1024;
    private static final Pattern SESSION = Pattern.compile("\\bsession\\b", Pattern.CASE_INSENSITIVE);

    private final Inbox inbox;
    private final TransportConfig config;
    private final int maxAnswer;
    private final long silence;

    /** @param silence milliseconds without anything after which a stream that was asked for by GET counts as broken */
    AnswerReader(Inbox inbox, TransportConfig config, long silence) {
        this.silence = silence;
        this.inbox = inbox;
        this.config = config;
        this.maxAnswer = config.maxAnswer().asBigInteger().intValueExact();
    }

    /**
     * Completes when the answer has ended; its messages are in the inbox by then. Must be called on the event loop that
     * got the answer, before anything else is awaited.
     *
     * @param inSession whether the request carried a session id: decides what HTTP 404 means
     * @param position is moved on with each event of an event stream
     * @param answered whether the stream has brought what it was opened for: the server is to end it then
     */
    Future<Void> read(
            HttpClientResponse response, boolean inSession, StreamPosition position, BooleanSupplier answered) {
        int status = response.statusCode();
        if (status >= 300) {
            return readRefusal(response, inSession);
        }
        String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && type.startsWith("text/event-stream")) {
            return EventStream.read(
                    response,
                    config,
                    position,
                    response.request().getMethod().equals(HttpMethod.GET) ? silence : 0,
                    (event, data) -> inbox.receive(data.getBytes()),
                    answered);
        }
        return body(response).map(text -> {
            inbox.receive(text);
            return null;
        });
    }

    /** Completes when an answer that should only say whether a message of a session was taken has ended. */
    Future<Void> readAcceptance(HttpClientResponse response) {
        return response.statusCode() < 300 ? body(response).mapEmpty() : readRefusal(response, true);
    }

    /** Fails with what an answer says that is none of those wanted. */
    Future<Void> readRefusal(HttpClientResponse response, boolean inSession) {
        return body(response).compose(text -> Future.failedFuture(error(response, text, inSession)));
    }

    private Future<byte[]> body(HttpClientResponse response) {
        Promise<byte[]> done = Promise.promise();
        Body body = new Body(expected(response));
        Handler<Throwable> abort = EventStream.abort(response, done);
        response.exceptionHandler(abort);
        response.endHandler(end -> done.tryComplete(body.bytes()));
        response.handler(chunk -> {
            if (body.length() + chunk.length() > maxAnswer) {
                abort.handle(new TransportException(Kind.PROTOCOL, "the answer exceeds " + maxAnswer + " bytes"));
            } else {
                body.append(chunk);
            }
        });
        return done.future();
    }

    /** What the server says of the length, as far as memory is set aside for what was only announced. */
    private static int expected(HttpClientResponse response) {
        String announced = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return announced == null ? 0 : Math.clamp(Long.parseLong(announced), 0, MOST_SET_ASIDE);
        } catch (NumberFormatException unreadable) {
            return 0;
        }
    }

    private static TransportException error(HttpClientResponse response, byte[] body, boolean inSession) {
        int status = response.statusCode();
        String text = new String(body, 0, Math.min(body.length, 4 * ERROR_TEXT), StandardCharsets.UTF_8);
        String said = text.length() > ERROR_TEXT ? text.substring(0, ERROR_TEXT) + "…" : text;
        String message = "HTTP " + status + (said.isBlank() ? "" : ": " + said);
        return new TransportException(kind(status, inSession, said), message, response);
    }

    /** Many servers answer for a session that they do not know with 400 instead of 404, and say so in words only. */
    private static Kind kind(int status, boolean inSession, String said) {
        if (status == 401 || status == 403) {
            return Kind.UNAUTHORIZED;
        }
        boolean lost = status == 404 || status == 400 && SESSION.matcher(said).find();
        return inSession && lost ? Kind.SESSION_LOST : Kind.HTTP_ERROR;
    }
}
