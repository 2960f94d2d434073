package org.trunkline.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** README.md's table of values is that of values.yaml; {@code -Dtrunkline.readme=write} writes it. */
class ReadmeTest {

    private static final Path README = Chart.FOLDER.resolve("README.md");
    private static final String BEGIN = "<!-- from values.yaml: ReadmeTest says how -->\n";
    private static final String END = "<!-- end -->";

    @Test
    void theTableSaysWhatTheValuesSay() throws IOException {
        // given
        String readme = Files.readString(README);

        // when
        String table = ValuesTable.of(Chart.FOLDER.resolve("values.yaml"));

        // then
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        String expected = readme.substring(0, begin) + "\n" + table + "\n" + readme.substring(readme.indexOf(END));
        if (System.getProperty("trunkline.readme", "").equals("write")) {
            Files.writeString(README, expected);
        }
        assertEquals(expected, Files.readString(README));
    }

    @Test
    void theChartIsOfTheVersionThatIsBuilt() throws IOException {
        // given
        String pom = Files.readString(Path.of("pom.xml"));
        String version = pom.replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");

        // when
        String chart = Files.readString(Chart.FOLDER.resolve("Chart.yaml"));

        // then
        assertEquals(
                2,
                chart.lines()
                        .filter(line -> line.matches("(version|appVersion): " + version))
                        .count());
    }
}
