package org.trunkline.connection.links;

import org.trunkline.connection.transports.TransportException;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ResolvedServer;

/** What a server's process said before it failed, for those who can do something about it. */
public final class LastWords {

    private static final int EDIT = 2;

    private LastWords() {}

    /** The failure, with what the process wrote last on its standard error if the user may edit the server. */
    public static Throwable of(ResolvedServer server, UpstreamFailure failure) {
        boolean said = failure.getCause() instanceof TransportException cause
                && !cause.said().isEmpty();
        return said && (server.permissions() & EDIT) != 0
                ? failure.saying(((TransportException) failure.getCause()).said())
                : failure;
    }
}
