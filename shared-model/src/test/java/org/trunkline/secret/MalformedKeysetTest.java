package org.trunkline.secret;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A key set with a fault is refused, and nothing of it is told. */
class MalformedKeysetTest {

    private static final String KEYSET = Keysets.fresh();
    private static final String KEY = key();

    static Stream<String> malformed() {
        return Stream.of(
                KEY,
                "\"" + KEY + "\"",
                KEYSET.substring(0, KEYSET.length() - 3),
                KEYSET.substring(1),
                KEYSET.replace("\"" + KEY + "\"", KEY),
                KEYSET.replace(KEY, KEY.substring(8)),
                KEYSET.replace("AesGcmKey", "AesGcm" + KEY),
                KEYSET.replace("ENABLED", KEY),
                KEYSET.replace("ENABLED", "DISABLED"),
                KEYSET.replace("SYMMETRIC", KEY),
                KEYSET.replace("\"TINK\"", "\"RAW\""),
                KEYSET.replaceFirst("\"primaryKeyId\": ?\\d+", "\"primaryKeyId\": 1"),
                KEYSET.replaceFirst("\"primaryKeyId\": ?\\d+", "\"primaryKeyId\": \"" + KEY + "\""),
                "{}",
                "[]",
                "null");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void isRefusedWithoutBeingQuoted(String keyset) {
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> Boxes.of(keyset));

        StringWriter trace = new StringWriter();
        refusal.printStackTrace(new PrintWriter(trace));
        assertTrue(refusal.getMessage().startsWith("trunkline.secrets.keyset: "), refusal.getMessage());
        assertUntold(trace.toString());
    }

    @Test
    void isNotLoggedWhenAFileBringsIt(@TempDir Path folder) {
        // given
        Path file = folder.resolve("keyset.json");
        Boxes.write(file, Keysets.fresh());
        SecretBox box = Boxes.of(file);
        long key = box.primaryKey();
        List<String> logged = new ArrayList<>();
        Handler handler = new Collecting(logged);
        Logger logger = Logger.getLogger(KeySource.class.getName());
        logger.addHandler(handler);

        // when
        try {
            malformed().forEach(keyset -> {
                Boxes.write(file, keyset);
                assertEquals(key, box.primaryKey());
            });
        } finally {
            logger.removeHandler(handler);
        }

        // then
        assertFalse(logged.isEmpty());
        logged.forEach(MalformedKeysetTest::assertUntold);
    }

    private static void assertUntold(String text) {
        for (int i = 0; i + 8 <= KEY.length(); i++) {
            assertFalse(text.contains(KEY.substring(i, i + 8)), () -> "the key is told");
        }
    }

    private static String key() {
        Matcher value = Pattern.compile("\"value\": ?\"([^\"]+)\"").matcher(KEYSET);
        assertTrue(value.find());
        return value.group(1);
    }

    private static final class Collecting extends Handler {

        private final List<String> logged;

        private Collecting(List<String> logged) {
            this.logged = logged;
        }

        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage()
                    + List.of(record.getParameters() == null ? new Object[0] : record.getParameters())
                    + record.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
