package org.trunkline.registry.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.problem.FieldIssue;
import org.trunkline.registry.servers.HeaderTemplate;
import org.trunkline.registry.servers.VisibleServer;
import org.trunkline.server.ApiKey;
import org.trunkline.server.Transport;

/**
 * What an entry means for the server that it stands for: the fields that its file has no place for stay, and so do the
 * secrets that an export left out.
 */
final class EntryConfig {

    private static final Set<String> HEADER_BLOCKS = Set.of("headers", "requestHeaders");

    private final ImportEntry entry;
    private final VisibleServer server;
    private final ObjectNode config;
    private final ObjectNode current;
    private final List<JsonPointer> kept = new ArrayList<>();
    private final List<FieldIssue> faults = new ArrayList<>();

    /** @param server null when it would be created */
    EntryConfig(ImportEntry entry, VisibleServer server, ObjectMapper json) {
        this.entry = entry;
        this.server = server;
        this.config = entry.config().deepCopy();
        this.current = server == null ? json.createObjectNode() : json.valueToTree(server.config());
        merge();
    }

    /** The title of the server: its entry's, else what can be one of the entry's name. */
    static String title(ImportEntry entry) {
        JsonNode title = entry.config().path("title");
        return title.isTextual() ? title.textValue() : Titles.of(entry.name());
    }

    /** The whole configuration, for the form. */
    ObjectNode config() {
        return config;
    }

    /** Where it has headers whose values only the server knows. */
    List<JsonPointer> kept() {
        return kept;
    }

    List<FieldIssue> faults() {
        return faults;
    }

    private void merge() {
        entry.unsaid().stream()
                .filter(field -> !config.has(field) && current.has(field))
                .forEach(field -> config.set(field, current.get(field).deepCopy()));
        dropSecret("oauth", "client_secret");
        dropSecret("apiKey", "key");
        HEADER_BLOCKS.forEach(this::keepHeaders);
        dropKeyHeader();
        keepDescriptions();
        title();
        type();
        url();
        environment();
    }

    /** What is left out, the server keeps; what was copied from it is sealed, and of no use here. */
    private void dropSecret(String block, String field) {
        JsonNode given = config.path(block).path(field);
        boolean copied = given.isTextual() && given.equals(current.path(block).path(field));
        String variable = server == null ? "" : LeftSecrets.variable(server.name(), block + "." + field);
        if (copied || given.asText().equals("${" + variable + "}")) {
            ((ObjectNode) config.get(block)).remove(field);
        }
    }

    private void keepHeaders(String block) {
        if (server == null) {
            return;
        }
        config.path(block).properties().forEach(header -> {
            String variable = LeftSecrets.variable(server.name(), block + "." + header.getKey());
            boolean left = header.getValue().asText().equals("{{" + variable + "}}");
            boolean unsaid = header.getValue().equals(current.path(block).path(header.getKey()));
            if ((left || unsaid) && current.path(block).has(header.getKey())) {
                kept.add(JsonPointer.empty().appendProperty(block).appendProperty(header.getKey()));
                if (left) {
                    ((ObjectNode) config.get("customUserVars")).remove(variable);
                }
            }
        });
    }

    /** The header that an export wrote for the key that is the same for everyone: the server makes it by itself. */
    private void dropKeyHeader() {
        ApiKey key = server == null ? null : server.config().apiKey();
        if (key == null
                || !"admin".equals(key.source())
                || !config.path("headers").isObject()) {
            return;
        }
        String variable = LeftSecrets.variable(server.name(), "apiKey.key");
        ObjectNode headers = (ObjectNode) config.get("headers");
        if (headers.path(key.header()).asText().equals(key.headerValue("{{" + variable + "}}"))) {
            headers.remove(key.header());
            ((ObjectNode) config.get("customUserVars")).remove(variable);
        }
    }

    private void keepDescriptions() {
        entry.inferred().stream()
                .filter(name -> config.path("customUserVars").has(name))
                .filter(name -> current.path("customUserVars").has(name))
                .forEach(name -> ((ObjectNode) config.get("customUserVars"))
                        .set(name, current.get("customUserVars").get(name)));
        if (config.path("customUserVars").isObject()
                && config.get("customUserVars").isEmpty()) {
            config.remove("customUserVars");
        }
    }

    private void title() {
        if (config.has("title")) {
            return;
        }
        if (server != null) {
            config.setAll(current.deepCopy().retain("title"));
            return;
        }
        String title = title(entry);
        if (title.isEmpty()) {
            faults.add(new FieldIssue("custom", List.of(), "Give the entry a name with letters or digits"));
        } else {
            config.put("title", title);
        }
    }

    /** A file that does not say the transport, or says it by its other name, changes nothing about it. */
    private void type() {
        String type = config.path("type").asText(null);
        String now = current.path("type").asText(null);
        if (type == null && now != null && current.path("url").equals(config.path("url"))) {
            config.put("type", now);
        } else if (type == null && config.path("url").isTextual()) {
            config.put("type", guess(config.get("url").textValue()));
        } else if (now != null
                && config.path("type").isTextual()
                && Transport.named(type).equals(Transport.named(now))) {
            config.put("type", now);
        }
    }

    private static String guess(String url) {
        boolean sse = url.split("[?#]", 2)[0].endsWith("/sse");
        Transport transport = Transport.ofUrl(url) == Transport.WEBSOCKET
                ? Transport.WEBSOCKET
                : sse ? Transport.SSE : Transport.STREAMABLE_HTTP;
        return transport.type();
    }

    /** Users' values in a URL come back from an export as references, which a new URL must not have. */
    private void url() {
        References references = new References();
        String url = references.toUserValues(config.path("url").asText());
        if (server != null && url.equals(current.path("url").asText())) {
            config.put("url", url);
            references.found().keySet().stream()
                    .filter(name -> current.path("customUserVars").has(name))
                    .forEach(name -> config.withObject("/customUserVars")
                            .set(name, current.get("customUserVars").get(name)));
        }
        if (url.contains("{{") && hasEveryonesSecret()) {
            faults.add(new FieldIssue(
                    "custom",
                    List.of("url"),
                    "Users' values in the URL decide where requests go, so secrets that are the same for everyone"
                            + " cannot go with them: make those users' values, or write the URL"));
        }
    }

    private boolean hasEveryonesSecret() {
        boolean header = HEADER_BLOCKS.stream()
                .flatMap(block -> Optional.of(config.path(block)).filter(JsonNode::isObject).stream())
                .flatMap(block -> block.properties().stream())
                .anyMatch(value -> !HeaderTemplate.isOpen(value.getValue().asText()));
        return header
                || config.path("oauth").has("client_secret")
                || "admin".equals(config.path("apiKey").path("source").asText());
    }

    private void environment() {
        for (String block : List.of("oauth", "apiKey")) {
            config.path(block).properties().stream()
                    .filter(field -> References.has(field.getValue().asText()))
                    .forEach(field -> faults.add(new FieldIssue(
                            "custom",
                            List.of(block, field.getKey()),
                            "A variable has no value here: write the value that it stands for")));
        }
    }
}
