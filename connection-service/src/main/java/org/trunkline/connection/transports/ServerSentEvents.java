package org.trunkline.connection.transports;

import java.util.function.BiConsumer;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import org.trunkline.connection.transports.TransportException.Kind;

/** Reads {@code text/event-stream} as it arrives and hands on each event that has data (WHATWG HTML, 9.2.6). */
final class ServerSentEvents implements Handler<Buffer> {

    private static final String MESSAGE = "message";

    private final RecordParser lines;
    private final TransportConfig config;
    private final StreamPosition position;
    private final BiConsumer<String, String> events;
    private final StringBuilder data = new StringBuilder();
    private String type = MESSAGE;
    private String id;
    private boolean hasData;

    /**
     * @param position is moved on with each event
     * @param events takes type and data of each event
     * @param failures takes the reason when a line is too long
     */
    ServerSentEvents(
            TransportConfig config,
            StreamPosition position,
            BiConsumer<String, String> events,
            Handler<Throwable> failures) {
        this.config = config;
        this.position = position;
        this.events = events;
        int maxLine = config.maxLine().asBigInteger().intValueExact();
        lines = RecordParser.newDelimited("\n", this::line);
        lines.maxRecordSize(maxLine);
        lines.exceptionHandler(tooLong -> failures.handle(
                new TransportException(Kind.PROTOCOL, "a line of the answer exceeds " + maxLine + " bytes", tooLong)));
    }

    @Override
    public void handle(Buffer chunk) {
        lines.handle(chunk);
    }

    private void line(Buffer bytes) {
        String line = bytes.toString();
        if (line.endsWith("\r")) {
            line = line.substring(0, line.length() - 1);
        }
        if (line.isEmpty()) {
            dispatch();
            return;
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
        switch (field) {
            case "data" -> append(value);
            case "event" -> type = value;
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "retry" -> retry(value);
            default -> {}
        }
    }

    private void append(String part) {
        if (hasData) {
            data.append('\n');
        }
        hasData = true;
        data.append(part);
        long most = config.maxAnswer().asLongValue();
        if (data.length() > most) {
            throw new TransportException(Kind.PROTOCOL, "an event of the answer exceeds " + most + " bytes");
        }
    }

    private void retry(String value) {
        if (value.matches("[0-9]{1,9}")) {
            position.comeAgainAfter(Long.parseLong(value));
        }
    }

    private void dispatch() {
        if (id != null) {
            position.passed(id);
        }
        String event = data.toString();
        String kind = type.isEmpty() ? MESSAGE : type;
        data.setLength(0);
        hasData = false;
        type = MESSAGE;
        if (!event.isEmpty()) {
            events.accept(kind, event);
        }
    }
}
