package org.trunkline.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Tells tools and tests which processes run: an array of {@code {service, index, port, pid}}, replaced as a whole when
 * one of them changes and gone when the run ends.
 */
record ReplicasFile(Path file) {

    void write(List<ServiceProcess> processes) {
        JsonArray content = new JsonArray(processes.stream()
                .map(process -> describe(process.replica()).put("pid", process.pid()))
                .toList());
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, content.encodePrettily());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject describe(Replica replica) {
        return new JsonObject()
                .put("service", replica.service().id())
                .put("index", replica.index())
                .put("port", replica.port());
    }
}
