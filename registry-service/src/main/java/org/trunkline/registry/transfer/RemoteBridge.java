package org.trunkline.registry.transfer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Recognises entries that start a process only to reach a remote server ({@code npx mcp-remote URL --header …}), as
 * Smithery and others write them for tools without remote servers of their own: Trunkline needs no process for these.
 */
final class RemoteBridge {

    private static final String BRIDGE = "mcp-remote(@.*)?";

    private RemoteBridge() {}

    /** The remote server that {@code entry} reaches, as an entry; empty when it is another process. */
    static Optional<ObjectNode> remote(JsonNode entry) {
        List<String> args = StreamSupport.stream(entry.path("args").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        int bridge = IntStream.range(0, args.size())
                .filter(i -> args.get(i).matches(BRIDGE))
                .findFirst()
                .orElse(args.size());
        if (bridge + 1 >= args.size()) {
            return Optional.empty();
        }
        ObjectNode remote = JsonNodeFactory.instance.objectNode();
        remote.put("url", args.get(bridge + 1));
        if (args.contains("sse-only")) {
            remote.put("type", "sse");
        }
        Map<String, String> environment = new HashMap<>();
        entry.path("env")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        for (int i = bridge + 2; i + 1 < args.size(); i++) {
            if (args.get(i).equals("--header")) {
                addHeader(remote, References.withValues(args.get(i + 1), environment));
            }
        }
        return Optional.of(remote);
    }

    private static void addHeader(ObjectNode remote, String line) {
        String[] parts = line.split(":", 2);
        if (parts.length == 2) {
            remote.withObject("/headers").put(parts[0].strip(), parts[1].strip());
        }
    }
}
