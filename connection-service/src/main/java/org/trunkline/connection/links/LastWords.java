package org.trunkline.connection.links;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.connection.transports.TransportException;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerSource;

/** What a server's process said before it failed, for those who can do something about it. */
@ApplicationScoped
public class LastWords {

    private static final int EDIT = 2;

    private final Callers callers;

    LastWords(Callers callers) {
        this.callers = callers;
    }

    /** What the process wrote last on its standard error; nothing when the failure is not one of a process. */
    public static List<String> of(Throwable failure) {
        Throwable cause = failure instanceof TransportException ? failure : failure.getCause();
        return cause instanceof TransportException transport ? transport.said() : List.of();
    }

    /** Whether a user may be told them: who may edit the server, or administers what the operator has declared. */
    public boolean mayHear(Caller caller, ResolvedServer server) {
        return (server.permissions() & EDIT) != 0
                || server.source() == ServerSource.DECLARED && callers.isAdmin(caller);
    }

    /** The failure, with the last words if the user may be told them. */
    public Throwable added(Caller caller, ResolvedServer server, UpstreamFailure failure) {
        List<String> said = of(failure);
        return said.isEmpty() || !mayHear(caller, server) ? failure : failure.saying(said);
    }
}
