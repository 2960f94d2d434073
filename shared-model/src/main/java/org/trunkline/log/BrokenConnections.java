package org.trunkline.log;

import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

import io.quarkus.logging.LoggingFilter;
import org.jboss.logging.Logger;
import org.jboss.logmanager.Level;

/**
 * Vert.x tells at ERROR of each connection that its other side has reset, though whoever used it is told and one that
 * nobody used is no loss. Such a record goes on at DEBUG; all others go on as they are.
 */
@LoggingFilter(name = "broken-connections")
public final class BrokenConnections implements Filter {

    private static final String VERTX_CONNECTION = "io.vertx.core.net.impl.ConnectionBase";

    /** As the JDK says it; the native transports put the name of a function before it. */
    private static final Set<String> BREAKS = Set.of("Connection reset", "Connection reset by peer", "Broken pipe");

    @Override
    public boolean isLoggable(LogRecord record) {
        if (!VERTX_CONNECTION.equals(record.getLoggerName()) || !tellsOfABreak(record.getMessage())) {
            return true;
        }
        record.setLevel(Level.DEBUG);
        return Logger.getLogger(VERTX_CONNECTION).isDebugEnabled();
    }

    private static boolean tellsOfABreak(String message) {
        return message != null && BREAKS.stream().anyMatch(message::endsWith);
    }
}
