package org.trunkline.connection.transports;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears everything that this JVM logs, until it is closed. */
final class LogListener extends Handler {

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    LogListener() {
        Logger.getLogger("").addHandler(this);
    }

    /** What was logged. */
    List<LogRecord> records() {
        return records;
    }

    /** The text of all that was logged, with stack traces. */
    String text() {
        StringWriter text = new StringWriter();
        PrintWriter lines = new PrintWriter(text);
        records.forEach(record -> {
            lines.println(record.getMessage() + " " + List.of(parameters(record)));
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(lines);
            }
        });
        return text.toString();
    }

    private static Object[] parameters(LogRecord record) {
        return record.getParameters() == null ? new Object[0] : record.getParameters();
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
