package org.trunkline.registry.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.catalog.ServerJson.Input;
import org.trunkline.registry.catalog.ServerJson.Remote;
import org.trunkline.registry.transfer.ImportEntry;
import org.trunkline.registry.transfer.Titles;

/** Makes an entry for the import of a described server that listens somewhere. */
final class RemoteEntry {

    /** The best first. */
    private static final List<String> TYPES = List.of("streamable-http", "sse");

    private static final Set<String> UNSAID = Set.of("iconPath", "oauth", "apiKey", "requestHeaders", "obo");

    private final InputValues values;
    private final List<String> leftOut = new ArrayList<>();

    RemoteEntry(CatalogImportRequest request) {
        values = new InputValues(request);
    }

    /** The way to reach a server that Trunkline speaks best; empty when it speaks none. */
    static Optional<Remote> best(ServerJson server) {
        return Optional.ofNullable(server.remotes()).orElse(List.of()).stream()
                .filter(Objects::nonNull)
                .filter(remote -> TYPES.contains(remote.type()))
                .min(Comparator.comparing(remote -> TYPES.indexOf(remote.type())));
    }

    /** @throws InvalidRequest when the description, or what the importer gives for it, is not right */
    ImportEntry entry(ServerJson server, Remote remote) {
        if (remote.url() == null) {
            throw InvalidRequest.field("server", "The remote has no url");
        }
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("type", remote.type());
        Optional.ofNullable(server.title())
                .map(Titles::of)
                .filter(title -> !title.isEmpty())
                .ifPresent(title -> config.put("title", title));
        Optional.ofNullable(server.description()).ifPresent(text -> config.put("description", text));
        config.put("url", values.filled(remote.url(), remote.variables()));
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        Optional.ofNullable(remote.headers()).orElse(List.of()).forEach(header -> add(headers, header));
        if (!headers.isEmpty()) {
            config.set("headers", headers);
        }
        if (!values.users().isEmpty()) {
            config.set("customUserVars", values.users());
        }
        return new ImportEntry(localName(server), config, Set.of(), UNSAID, List.of(), leftOut, null);
    }

    /** What a described server is called here: the part of its name after the namespace. */
    static String localName(ServerJson server) {
        String name = server.name();
        return name.substring(name.indexOf('/') + 1);
    }

    private void add(ObjectNode headers, Input header) {
        if (header == null || header.name() == null) {
            throw InvalidRequest.field("server", "A header has no name");
        }
        String value = values.of(header.name(), header);
        if (value == null) {
            leftOut.add("headers." + header.name());
        } else {
            headers.put(header.name(), value);
        }
    }
}
