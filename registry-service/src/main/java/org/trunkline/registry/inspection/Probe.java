package org.trunkline.registry.inspection;

import java.util.function.BooleanSupplier;

import org.trunkline.inspection.Inspection;
import org.trunkline.inspection.Inspection.Failure;
import org.trunkline.outbound.Target;
import org.trunkline.problem.InspectionFailed;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.problem.TargetNotAllowed;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;
import org.trunkline.server.Transport;

/** Inspects what one request wants to save; once, however often its write has to be tried. */
public final class Probe {

    private final Inspector inspector;
    private final BooleanSupplier saveUnreachable;
    private ServerConfig inspected;
    private Inspected found;

    /** @param saveUnreachable whether the server is to be saved although it cannot be inspected */
    public Probe(Inspector inspector, BooleanSupplier saveUnreachable) {
        this.inspector = inspector;
        this.saveUnreachable = saveUnreachable;
    }

    /**
     * What a managed server is like.
     *
     * @param config secrets in clear
     * @throws InspectionFailed when it cannot be inspected, and that matters
     * @throws NeighbourUnavailable when nobody can inspect it now, and that matters
     * @throws TargetNotAllowed when the outbound guard does not let it be reached
     */
    public Inspected of(ServerConfig config) {
        if (!config.equals(inspected)) {
            found = Inspected.of(inspect(config, saveUnreachable.getAsBoolean()));
            inspected = config;
        }
        return found;
    }

    private Inspection inspect(ServerConfig config, boolean lenient) {
        Inspection inspection = lenient ? inspectIfPossible(config) : inspector.inspect(config, ServerSource.MANAGED);
        if (inspection.failure() == Failure.NOT_ALLOWED) {
            throw TargetNotAllowed.domain(
                    Target.parse(config.url()).map(Target::origin).orElse("unknown"));
        }
        if (inspection.isFailed() && !lenient) {
            String as = config.transport() == Transport.SSE
                    ? " (as type sse, which is meant where no type is given; most servers are of type streamable-http)"
                    : "";
            throw new InspectionFailed(config.title() == null ? "untitled" : config.title(), inspection.reason() + as);
        }
        return inspection;
    }

    private Inspection inspectIfPossible(ServerConfig config) {
        try {
            return inspector.inspect(config, ServerSource.MANAGED);
        } catch (NeighbourUnavailable down) {
            return Inspection.failed(Failure.UNREACHABLE, down.getMessage(), 0);
        }
    }
}
