package org.trunkline.registry.transfer;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.registry.access.Permission;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.servers.KnownHeaders;
import org.trunkline.registry.servers.VisibleServer;
import org.trunkline.registry.servers.VisibleServers;
import org.trunkline.server.ServerSource;
import org.trunkline.server.Transport;

/**
 * Writes the caller's servers as a tool's configuration file. Those whose URL the caller may not know are named with
 * the reason. Administrators export what is theirs or shared with them, as they import.
 */
@ApplicationScoped
class Exports {

    private static final String LEFT_OUT = "_leftOut";

    private final Callers callers;
    private final VisibleServers servers;
    private final KnownHeaders headers;
    private final DeclaredYaml yaml;
    private final ObjectMapper json;

    Exports(Callers callers, VisibleServers servers, KnownHeaders headers, DeclaredYaml yaml, ObjectMapper json) {
        this.callers = callers;
        this.servers = servers;
        this.headers = headers;
        this.yaml = yaml;
        this.json = json;
    }

    /** The text of the file. */
    String file(FileFormat format) {
        Caller caller = callers.current();
        ObjectNode entries = json.createObjectNode();
        Map<String, String> leftOut = new TreeMap<>();
        servers.all(new Principals(caller.id(), caller.role(), caller.groups()))
                .forEach((name, server) -> reason(server, format)
                        .ifPresentOrElse(
                                reason -> leftOut.put(name, reason),
                                () -> entries.set(name, new ExportedServer(server, headers, format, json).entry())));
        return format == FileFormat.LIBRECHAT ? comments(leftOut) + yaml.of(entries) : text(entries, leftOut);
    }

    /** Why a server is left out; empty when it is not. */
    private static Optional<String> reason(VisibleServer server, FileFormat format) {
        if (server.source() == ServerSource.DECLARED) {
            return Optional.of("it is declared by the operator, whose file has it");
        }
        if (!server.allows(Permission.EDIT)) {
            return Optional.of("only those who may edit it know its URL");
        }
        boolean expressible = format == FileFormat.LIBRECHAT || server.config().transport() != Transport.WEBSOCKET;
        return expressible ? Optional.empty() : Optional.of(format + " has no WebSocket servers");
    }

    private static String comments(Map<String, String> leftOut) {
        return leftOut.entrySet().stream()
                .map(entry -> "# left out: " + entry.getKey() + ": " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private String text(ObjectNode entries, Map<String, String> leftOut) {
        ObjectNode file = json.createObjectNode();
        file.set("mcpServers", entries);
        if (!leftOut.isEmpty()) {
            file.set(LEFT_OUT, json.valueToTree(leftOut));
        }
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
