package org.trunkline.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;

/** The metrics that README.md promises. */
public final class DocumentedMetrics {

    private static final Path README = Path.of("../README.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z_]+)` \\| (counter|gauge|histogram) \\| ([^|]*)\\| ([^|]*) \\|.*");
    private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");
    private static final String[] OURS = {"trunkline_", "mcp_", "http_server_"};

    private DocumentedMetrics() {}

    /** Fails when what a service tells is not, by names, types and labels, what README.md says that it tells. */
    public static void require(String service, Scrape scrape) {
        Set<String> told = scrape.families(OURS).stream()
                .filter(family -> !family.getName().endsWith("_max"))
                .map(Scrape::described)
                .collect(Collectors.toCollection(TreeSet::new));
        Assertions.assertEquals(String.join("\n", of(service)), String.join("\n", told));
    }

    private static Set<String> of(String service) {
        try (Stream<String> lines = Files.lines(README)) {
            return lines.map(ROW::matcher)
                    .filter(Matcher::matches)
                    .filter(row -> row.group(4).equals("all") || row.group(4).contains(service))
                    .map(row -> row.group(1) + " " + row.group(2) + " " + labels(row.group(3)))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> labels(String attributes) {
        return WORD.matcher(attributes)
                .results()
                .map(word -> word.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
