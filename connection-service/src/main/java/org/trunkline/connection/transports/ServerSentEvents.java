package org.trunkline.connection.transports;

import java.util.function.BiConsumer;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import org.trunkline.connection.transports.TransportException.Kind;

/** Reads {@code text/event-stream} as it arrives and hands on each event that has data (WHATWG HTML, 9.2.6). */
final class ServerSentEvents implements Handler<Buffer> {

    private static final String MESSAGE = "message";
    private static final byte[] DATA = {'d', 'a', 't', 'a'};

    private final RecordParser lines;
    private final TransportConfig config;
    private final StreamPosition position;
    private final BiConsumer<String, Buffer> events;
    private String type = MESSAGE;
    private String id;
    private Buffer data;
    private boolean shared;

    /**
     * @param position is moved on with each event
     * @param events takes type and data of each event
     * @param failures takes the reason when a line is too long
     */
    ServerSentEvents(
            TransportConfig config,
            StreamPosition position,
            BiConsumer<String, Buffer> events,
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

    private void line(Buffer line) {
        int end = endsWith(line, '\r') ? line.length() - 1 : line.length();
        if (end == 0) {
            dispatch();
        } else if (isData(line, end)) {
            append(value(line, DATA.length, end));
        } else {
            field(line.getString(0, end));
        }
    }

    private void field(String line) {
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
        switch (field) {
            case "event" -> type = value;
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "retry" -> retry(value);
            default -> {}
        }
    }

    /** By far most of a stream is data: it stays as the bytes that it is. */
    private static boolean isData(Buffer line, int end) {
        for (int i = 0; i < DATA.length; i++) {
            if (i >= end || line.getByte(i) != DATA[i]) {
                return false;
            }
        }
        return end == DATA.length || line.getByte(DATA.length) == ':';
    }

    private static Buffer value(Buffer line, int colon, int end) {
        int start = Math.min(colon + 1, end);
        return line.slice(start < end && line.getByte(start) == ' ' ? start + 1 : start, end);
    }

    private static boolean endsWith(Buffer line, char last) {
        return line.length() > 0 && line.getByte(line.length() - 1) == last;
    }

    private void append(Buffer part) {
        if (data == null) {
            data = part;
            shared = true;
        } else {
            data = shared ? data.copy() : data;
            data.appendByte((byte) '\n').appendBuffer(part);
            shared = false;
        }
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
        Buffer event = data;
        String kind = type.isEmpty() ? MESSAGE : type;
        data = null;
        type = MESSAGE;
        if (event != null && event.length() > 0) {
            events.accept(kind, event);
        }
    }
}
