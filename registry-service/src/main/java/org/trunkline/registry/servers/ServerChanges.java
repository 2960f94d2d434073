package org.trunkline.registry.servers;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.identity.Callers;
import org.trunkline.problem.Conflict;
import org.trunkline.problem.Forbidden;
import org.trunkline.problem.NotFound;
import org.trunkline.problem.PreconditionFailed;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.inspection.Probe;
import org.trunkline.server.ServerSource;

/**
 * Replaces and deletes servers as callers ask: if they may, and only in the state that their {@code If-Match} names.
 * Whoever names none wants to win over whatever is there; what is there is read again until the write meets it.
 */
@ApplicationScoped
class ServerChanges {

    private static final int MOST_TRIES = 200;

    private final Callers callers;
    private final VisibleServers servers;
    private final ServerLifecycle lifecycle;
    private final ObjectMapper json;

    ServerChanges(Callers callers, VisibleServers servers, ServerLifecycle lifecycle, ObjectMapper json) {
        this.callers = callers;
        this.servers = servers;
        this.lifecycle = lifecycle;
        this.json = json;
    }

    /**
     * The server with its new configuration.
     *
     * @param replacement reads the new configuration, which is the callee's to change, afresh at each call
     * @param probe inspects it
     * @throws NotFound when the caller does not see the server
     * @throws Forbidden when it is declared, or the caller lacks the EDIT bit
     * @throws PreconditionFailed when {@code known} does not name its state
     */
    VisibleServer replace(String name, EntityTags known, Supplier<ObjectNode> replacement, Probe probe) {
        for (int tries = 1; tries <= MOST_TRIES; tries++) {
            VisibleServer current = changeable(name, Permission.EDIT, "changed");
            ObjectNode config = replacement.get();
            check(known, current);
            Optional<VisibleServer> changed = lifecycle.replace(callers.current(), current, config, probe);
            if (changed.isPresent()) {
                return changed.get();
            }
        }
        throw contested(name);
    }

    /** Deletes the server; refuses as {@link #replace} does. */
    void delete(String name, EntityTags known) {
        for (int tries = 1; tries <= MOST_TRIES; tries++) {
            VisibleServer current = changeable(name, Permission.DELETE, "removed");
            check(known, current);
            if (lifecycle.delete(callers.current(), current)) {
                return;
            }
        }
        throw contested(name);
    }

    private VisibleServer changeable(String name, Permission needed, String what) {
        VisibleServer server = servers.one(name, Principals.of(callers));
        if (server.source() == ServerSource.DECLARED) {
            throw new Forbidden(
                    "Forbidden",
                    "MCP server '" + name + "' is declared by the operator and can only be " + what + " there");
        }
        if (!server.allows(needed)) {
            throw Forbidden.server();
        }
        return server;
    }

    private static Conflict contested(String name) {
        return new Conflict("MCP server '" + name + "' is being changed by many at once; try again");
    }

    private void check(EntityTags known, VisibleServer current) {
        if (!known.allow(current.tag())) {
            Map<String, Object> state = json.convertValue(RedactedServer.of(current), new TypeReference<>() {});
            throw new PreconditionFailed(state, current.tag());
        }
    }
}
