package org.trunkline.registry.transfer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads the entries of the JSON files that Claude, Cursor, Smithery and Visual Studio Code use. They differ in how they
 * refer to variables and in fields that exclude each other, so one reader takes them all.
 */
final class ClientEntries {

    private static final Set<String> UNSAID =
            Set.of("title", "description", "iconPath", "oauth", "apiKey", "requestHeaders", "obo");
    private static final Set<String> READ = Set.of("type", "url", "headers", "auth");
    private static final Map<String, String> TYPES = Map.of(
            "http", "streamable-http", "streamableHttp", "streamable-http", "streamable_http", "streamable-http");
    private static final Pattern SMITHERY = Pattern.compile("@smithery/cli(@.*)?");

    private final Map<String, JsonNode> inputs = new HashMap<>();

    /** @param inputs the inputs of Visual Studio Code, an array; whatever else it is, there are none */
    ClientEntries(JsonNode inputs) {
        inputs.forEach(input -> this.inputs.put(input.path("id").asText(), input));
    }

    ImportEntry read(String name, JsonNode given) {
        EntryDraft draft = new EntryDraft(name);
        if (!given.isObject()) {
            draft.fault("Expected object");
        } else if (isProcess(given)) {
            RemoteBridge.remote(given)
                    .ifPresentOrElse(remote -> remote(draft, remote), () -> process(draft, (ObjectNode) given));
        } else {
            remote(draft, given);
        }
        return described(draft.entry(UNSAID));
    }

    private static boolean isProcess(JsonNode given) {
        return given.has("command") || "stdio".equals(given.path("type").asText());
    }

    private static void remote(EntryDraft draft, JsonNode given) {
        if (given.has("type")) {
            JsonNode type = given.get("type");
            String known = TYPES.get(type.asText());
            draft.config.set("type", known == null ? type : draft.config.textNode(known));
        }
        if (given.has("url")) {
            JsonNode url = given.get("url");
            draft.config.set(
                    "url", url.isTextual() ? draft.config.textNode(References.withDefaults(url.textValue())) : url);
        }
        if (given.has("headers")) {
            draft.headers("headers", given.get("headers"));
        }
        if (given.path("auth").isObject()) {
            oauth(draft, given.get("auth"));
        }
        given.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !READ.contains(field))
                .forEach(draft.leftOut::add);
    }

    /** Cursor's {@code auth}: a client that is registered at the server's authorization server. */
    private static void oauth(EntryDraft draft, JsonNode auth) {
        ObjectNode oauth = draft.config.putObject("oauth");
        Map.of("CLIENT_ID", "client_id", "CLIENT_SECRET", "client_secret").forEach((theirs, ours) -> {
            if (auth.has(theirs)) {
                oauth.set(ours, auth.get(theirs));
            }
        });
        if (auth.path("scopes").isArray()) {
            oauth.put(
                    "scope",
                    StreamSupport.stream(auth.get("scopes").spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(" ")));
        }
    }

    private static void process(EntryDraft draft, ObjectNode given) {
        ObjectNode declared = draft.config.objectNode();
        declared.put("type", "stdio");
        for (String field : Set.of("command", "args", "env", "cwd")) {
            if (given.has(field)) {
                declared.set(field, given.get(field));
            }
        }
        if (!declared.has("args")) {
            declared.putArray("args");
        }
        draft.onlyDeclared("command", declared);
        hosted(given)
                .ifPresent(server -> draft.fault(
                        "If Smithery hosts this server, import {\"type\": \"http\", \"url\":"
                                + " \"https://server.smithery.ai/" + server + "/mcp\"} instead",
                        "args"));
    }

    /** The server that Smithery's command would run. */
    private static Optional<String> hosted(JsonNode given) {
        boolean found = false;
        for (JsonNode arg : given.path("args")) {
            if (found && !arg.asText().equals("run")) {
                return Optional.of(arg.asText());
            }
            found = found || SMITHERY.matcher(arg.asText()).matches();
        }
        return Optional.empty();
    }

    /** What Visual Studio Code asks its user, each user is asked here. */
    private ImportEntry described(ImportEntry entry) {
        JsonNode values = entry.config().path("customUserVars");
        entry.inferred().forEach(name -> {
            ObjectNode value = (ObjectNode) values.get(name);
            JsonNode input = inputs.get(value.path("title").asText());
            if (input != null) {
                value.put(
                        "description",
                        input.path("description")
                                .asText(value.path("description").asText()));
                value.put("sensitive", input.path("password").asBoolean());
            }
        });
        return entry;
    }
}
