package org.trunkline.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** runbook.md says of each alert what it means, where to look and what to do. */
class RunbookTest {

    private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## (Trunkline\\w+)\n(.*?)(?=^## |\\z)");

    @Test
    void eachAlertHasItsSection() throws IOException {
        // given
        String rules = Files.readString(Chart.FOLDER.resolve("templates/prometheusrule.yaml"));
        Set<String> alerts = ALERT.matcher(rules)
                .results()
                .map(alert -> alert.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        // when
        Map<String, String> sections = SECTION.matcher(Files.readString(Chart.FOLDER.resolve("runbook.md")))
                .results()
                .collect(Collectors.toMap(
                        section -> section.group(1),
                        (MatchResult section) -> section.group(2),
                        (a, b) -> a,
                        TreeMap::new));

        // then
        assertEquals(alerts, sections.keySet());
        assertAll(sections.entrySet().stream()
                .flatMap(section -> Set.of("**Means**", "**Look**", "**Do**").stream()
                        .map(part -> () -> assertTrue(section.getValue().contains(part), section.getKey() + part))));
    }
}
