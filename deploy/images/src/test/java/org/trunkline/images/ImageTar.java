package org.trunkline.images;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as {@code docker load} takes it.
 *
 * @param config what containers are started with
 * @param layers their files, the lowest layer first
 * @param digests of the layers, as the names of their archives
 */
record ImageTar(JsonNode config, List<List<TarArchiveEntry>> layers, List<String> digests) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The one that this module's build made. */
    static ImageTar named(String name) {
        Map<String, byte[]> files = new HashMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of("target", name + ".tar")));
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), tar.readAllBytes());
            }
            JsonNode manifest = JSON.readTree(files.get("manifest.json")).get(0);
            List<String> digests = new ArrayList<>();
            List<List<TarArchiveEntry>> layers = new ArrayList<>();
            for (JsonNode layer : manifest.get("Layers")) {
                digests.add(layer.asText());
                layers.add(entries(files.get(layer.asText())));
            }
            return new ImageTar(JSON.readTree(files.get(manifest.get("Config").asText())), layers, digests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of all layers. */
    List<TarArchiveEntry> files() {
        return layers.stream()
                .flatMap(List::stream)
                .filter(TarArchiveEntry::isFile)
                .toList();
    }

    private static List<TarArchiveEntry> entries(byte[] layer) throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(layer)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(entry);
            }
        }
        return entries;
    }
}
