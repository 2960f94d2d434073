package org.trunkline.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/**
 * What Prometheus' own parser, which is a package of npm, says of a query in PromQL.
 *
 * @param faults of its syntax and its types
 * @param metrics the labels that are asked for, by the metrics
 */
record Query(String query, List<String> faults, Map<String, Set<String>> metrics) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SOURCES = Path.of("src/test/npm");
    private static final Path FOLDER = Path.of("target/npm");

    /** Reads queries, also those by which dashboards' variables get their values; for tests with {@link NeedsNode}. */
    static List<Query> read(List<String> promQl) {
        try {
            install();
            String file = "queries.json";
            List<String> plain = promQl.stream().map(Query::withoutGrafana).toList();
            Files.writeString(FOLDER.resolve(file), JSON.writeValueAsString(plain));
            String answer = Programs.run(FOLDER, Map.of(), "node", "promql.mjs", file);
            return JSON.readValue(answer, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What Grafana asks Prometheus for. */
    private static String withoutGrafana(String query) {
        return query.replace("$__rate_interval", "1m")
                .replaceFirst("^label_values\\((\\w+), (\\w+)\\)$", "group by ($2) ($1)");
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "promql.mjs")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path installed = FOLDER.resolve("node_modules/.package-lock.json");
        if (Files.notExists(installed)
                || Files.getLastModifiedTime(installed)
                                .compareTo(Files.getLastModifiedTime(SOURCES.resolve("package-lock.json")))
                        < 0) {
            Programs.run(FOLDER, Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        }
    }
}
