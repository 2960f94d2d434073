package org.trunkline.connection.transports;

import java.util.function.Consumer;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;

/** Reads {@code text/event-stream} as it arrives and hands on the data of each message event (WHATWG HTML, 9.2.6). */
final class ServerSentEvents implements Handler<Buffer> {

    private final RecordParser lines;
    private final Consumer<String> messages;
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;

    /**
     * @param maxLine the longest line allowed, in bytes
     * @param messages takes the data of each event
     * @param failures takes the reason when a line is too long
     */
    ServerSentEvents(int maxLine, Consumer<String> messages, Handler<Throwable> failures) {
        this.messages = messages;
        lines = RecordParser.newDelimited("\n", this::line);
        lines.maxRecordSize(maxLine);
        lines.exceptionHandler(tooLong -> failures.handle(new TransportException(
                TransportException.Kind.PROTOCOL, "a line of the answer exceeds " + maxLine + " bytes", tooLong)));
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
        } else if (line.startsWith("data:")) {
            append(line.substring(line.startsWith("data: ") ? 6 : 5));
        }
    }

    private void append(String part) {
        if (hasData) {
            data.append('\n');
        }
        hasData = true;
        data.append(part);
    }

    private void dispatch() {
        if (hasData && !data.isEmpty()) {
            messages.accept(data.toString());
        }
        data.setLength(0);
        hasData = false;
    }
}
