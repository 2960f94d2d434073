package org.trunkline.tool;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ToolPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', read_file, true",
        "read_file, '', read_file, true",
        "read_file, '', read_files, false",
        "read_file, '', READ_FILE, false",
        "read_*, '', read_, true",
        "read_*, '', read_all_files, true",
        "read_*, '', unread_file, false",
        "*_file, '', read_file, true",
        "r?ad, '', read, true",
        "r?ad, '', rad, false",
        "r?, '', r, false",
        "*, '', anything, true",
        "a*b*c, '', a-b-b-c, true",
        "a*b*c, '', a-c-b, false",
        "a|b*, '', bc, true",
        "read.file, '', read-file, false",
        "'', delete_*, delete_file, false",
        "'', delete_*, read_file, true",
        "*, delete_*, delete_file, false",
    })
    void namesDecide(String allow, String deny, String tool, boolean admitted) {
        assertEquals(admitted, new ToolPolicy(patterns(allow), patterns(deny), null).admitsName(tool));
    }

    @Test
    void anEmptyListOfAllowedToolsAllowsNone() {
        assertFalse(new ToolPolicy(List.of(), null, null).admitsName("read"));
    }

    @Test
    void readOnlyIsWhatSaysSo() {
        ToolPolicy policy = new ToolPolicy(null, List.of("hidden"), true);

        assertTrue(policy.admits(tool("read", true)));
        assertFalse(policy.admits(tool("write", false)));
        assertFalse(policy.admits(new ToolDefinition("silent", null, null, null, null, null)));
        assertFalse(policy.admits(tool("hidden", true)));
    }

    @Test
    void aPatternCannotTakeLong() {
        ToolPolicy policy = new ToolPolicy(List.of("*a".repeat(120) + "b"), null, null);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertFalse(policy.admitsName("a".repeat(5_000))));
    }

    private static List<String> patterns(String text) {
        return text.isEmpty() ? null : Arrays.asList(text.split("\\|"));
    }

    private static ToolDefinition tool(String name, boolean readOnly) {
        return new ToolDefinition(
                name,
                null,
                null,
                null,
                null,
                JsonNodeFactory.instance.objectNode().put("readOnlyHint", readOnly));
    }
}
