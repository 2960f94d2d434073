package org.trunkline.registry.transfer;

import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.registry.servers.KnownHeaders;
import org.trunkline.registry.servers.VisibleServer;
import org.trunkline.server.ApiKey;
import org.trunkline.server.Transport;

/** One server as a file has it: where a secret was, there is the variable that stands for it. */
final class ExportedServer {

    private final VisibleServer server;
    private final KnownHeaders headers;
    private final FileFormat format;
    private final ObjectMapper json;

    ExportedServer(VisibleServer server, KnownHeaders headers, FileFormat format, ObjectMapper json) {
        this.server = server;
        this.headers = headers;
        this.format = format;
        this.json = json;
    }

    ObjectNode entry() {
        return format == FileFormat.LIBRECHAT ? whole() : remote();
    }

    /** LibreChat's form has a place for all that a managed server has. */
    private ObjectNode whole() {
        ObjectNode entry = json.valueToTree(server.config());
        if (entry.has("headers")) {
            entry.set("headers", shown("headers", headers.headers(server)));
        }
        if (entry.has("requestHeaders")) {
            entry.set("requestHeaders", shown("requestHeaders", headers.requestHeaders(server)));
        }
        leaveSecret(entry, "oauth", "client_secret");
        leaveSecret(entry, "apiKey", "key");
        return entry;
    }

    private ObjectNode remote() {
        ObjectNode entry = json.createObjectNode();
        if (format != FileFormat.CURSOR) {
            entry.put("type", server.config().transport() == Transport.SSE ? "sse" : "http");
        }
        entry.put("url", References.written(server.config().url(), format));
        ObjectNode shown = shown("headers", headers.headers(server));
        ApiKey key = server.config().apiKey();
        if (key != null && "admin".equals(key.source()) && key.key() != null) {
            shown.put(key.header(), key.headerValue(reference("apiKey.key")));
        }
        if (!shown.isEmpty()) {
            entry.set("headers", shown);
        }
        return entry;
    }

    private ObjectNode shown(String block, Map<String, String> known) {
        ObjectNode shown = json.createObjectNode();
        known.forEach((name, value) ->
                shown.put(name, value == null ? reference(block + "." + name) : References.written(value, format)));
        return shown;
    }

    private void leaveSecret(ObjectNode entry, String block, String field) {
        if (entry.path(block).has(field)) {
            ((ObjectNode) entry.get(block)).put(field, reference(block + "." + field));
        }
    }

    private String reference(String field) {
        String variable = LeftSecrets.variable(server.name(), field);
        return format == FileFormat.LIBRECHAT ? "${" + variable + "}" : format.reference(variable);
    }
}
