package org.trunkline.registry.servers;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EntityTagsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"a\" | true | true",
                "\"b\", \"a\" | true | true",
                "* | true | true",
                "W/\"a\" | false | true",
                "\"b\" | false | false",
                "a | false | false",
                "\"a | false | false",
            })
    void comparesStronglyForWritesAndWeaklyForReads(String header, boolean write, boolean read) {
        EntityTags tags = EntityTags.of(List.of(header));

        assertEquals(write, tags.allow("\"a\""));
        assertEquals(read, tags.have("\"a\""));
    }

    @Test
    void letsEverythingPassWithoutAHeader() {
        EntityTags none = EntityTags.of(List.of());

        assertTrue(none.allow("\"a\""));
        assertFalse(none.have("\"a\""));
    }
}
