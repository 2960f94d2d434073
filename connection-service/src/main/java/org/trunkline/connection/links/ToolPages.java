package org.trunkline.connection.links;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.tool.ToolDefinition;

/**
 * Fetches a server's list of tools, page by page (MCP 2025-11-25, "Pagination"). What a server says without end is cut,
 * and a cursor that was there before ends the list; what it says too slowly fails.
 */
final class ToolPages {

    private final String server;
    private final LinkConfig config;
    private final Definitions definitions;
    private final Function<ObjectNode, Uni<JsonNode>> asking;
    private final long start = System.nanoTime();
    private final List<ToolDefinition> tools = new ArrayList<>();
    private final Set<String> cursors = new HashSet<>();
    private long characters;
    private String cut;

    /** @param asking sends the parameters of one {@code tools/list} and gives its result */
    ToolPages(String server, LinkConfig config, Definitions definitions, Function<ObjectNode, Uni<JsonNode>> asking) {
        this.server = server;
        this.config = config;
        this.definitions = definitions;
        this.asking = asking;
    }

    /** All pages; to be used once. */
    Uni<Offer> all(String instructions) {
        return page(null).map(ignored -> definitions.offer(tools, instructions, cut));
    }

    private Uni<Void> page(String cursor) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        if (cursor != null) {
            params.put("cursor", cursor);
        }
        return asking.apply(params)
                .ifNoItem()
                .after(left())
                .failWith(
                        () -> UpstreamFailure.timedOut(server, config.listTime().toMillis()))
                .chain(result -> next(result)
                        .map(this::page)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Takes a page's tools and tells the cursor of the page after it, if that is wanted. */
    private Optional<String> next(JsonNode result) {
        if (!result.path("tools").isArray()) {
            throw new TransportException(TransportException.Kind.PROTOCOL, "its answer is no list of tools");
        }
        for (JsonNode tool : result.get("tools")) {
            if (fits(tool)) {
                definitions.of(tool).ifPresent(tools::add);
            }
        }
        String cursor = result.path("nextCursor").asText("");
        if (cut != null || cursor.isEmpty() || !cursors.add(cursor)) {
            return Optional.empty();
        }
        if (cursors.size() == config.maxPages()) {
            cut = "the list has more than " + config.maxPages() + " pages";
            return Optional.empty();
        }
        return Optional.of(cursor);
    }

    private boolean fits(JsonNode tool) {
        characters += tool.toString().length();
        if (tools.size() == config.maxTools()) {
            cut = "the server lists more than " + config.maxTools() + " tools";
        } else if (characters > config.maxList().asLongValue()) {
            cut = "the list has more than " + config.maxList().asLongValue() + " characters";
        }
        return cut == null;
    }

    private Duration left() {
        Duration left = config.listTime().minusNanos(System.nanoTime() - start);
        return left.isPositive() ? left : Duration.ofNanos(1);
    }
}
