package org.trunkline.registry.declared;

import java.time.Instant;
import java.util.List;

import org.trunkline.registry.access.Grant;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.access.Principals;
import org.trunkline.server.ServerConfig;

/**
 * A server that the operator declared.
 *
 * @param config as declared: {@code ${NAME}} is not replaced
 * @param revision a hash of the configuration
 * @param since when this service first read it with this configuration
 * @param access whom it is for
 */
public record DeclaredServer(String name, ServerConfig config, String revision, Instant since, List<Grant> access) {

    /** The bits that the principals have: those of all entries that match; a manager sees every server. */
    public int permissions(Principals principals) {
        int granted = access.stream()
                .filter(grant -> grant.principal().covers(principals))
                .mapToInt(grant -> grant.role().bits())
                .reduce(0, (a, b) -> a | b);
        return principals.manager() ? granted | Permission.VIEW.bit() : granted;
    }

    DeclaredServer knownSince(Instant time) {
        return new DeclaredServer(name, config, revision, time, access);
    }
}
