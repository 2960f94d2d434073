package org.trunkline.registry.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NameAllocationTest {

    private final NameAllocation names = new NameAllocation();

    static Stream<Case> cases() {
        return CaseFiles.of("create_server_name");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesAsLibreChatDoes(Case example) {
        // given
        List<String> taken = new ArrayList<>();
        example.input().path("existing").forEach(name -> taken.add(name.asText()));
        example.input().path("reserved").forEach(name -> taken.add(name.asText()));
        AtomicInteger races =
                new AtomicInteger(example.input().path("duplicateKeyRaces").asInt());

        // when
        String name = names.allocate(example.input().path("title").asText(null), base -> taken, candidate -> {
            taken.add(candidate);
            return races.getAndDecrement() <= 0;
        });

        // then
        JsonNode pattern = example.expect().path("serverNamePattern");
        assertTrue(
                pattern.isMissingNode()
                        ? name.equals(example.expect().path("serverName").asText())
                        : name.matches(pattern.asText()),
                name);
    }

    @ParameterizedTest
    @CsvSource({"Tools, tools-2", "OAuth, oauth-2", "Connection, connection-2", "Tools and more, tools-and-more"})
    void keepsRoutesFree(String title, String expected) {
        assertEquals(expected, names.allocate(title, base -> List.of(), candidate -> true));
    }
}
