package org.trunkline.local.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DataFolderTest {

    @TempDir
    Path folder;

    @Test
    void keepsWhatIsThere() throws Exception {
        Path data = folder.resolve("data");
        try (DataFolder first = DataFolder.open(data, false)) {
            Files.writeString(first.database(), "kept");
        }
        try (DataFolder second = DataFolder.open(data, false)) {
            assertTrue(Files.exists(second.database()));
        }
    }

    @Test
    void startsOver() throws Exception {
        Path data = folder.resolve("data");
        try (DataFolder first = DataFolder.open(data, false)) {
            Files.writeString(first.database(), "old");
        }
        try (DataFolder second = DataFolder.open(data, true)) {
            assertFalse(Files.exists(second.database()));
            assertTrue(Files.isDirectory(second.logs()));
        }
    }

    @Test
    void neverEmptiesAFolderOfOthers() throws Exception {
        Path precious = Files.writeString(folder.resolve("thesis.txt"), "precious");

        assertThrows(LaunchFailure.class, () -> DataFolder.open(folder, true));
        assertTrue(Files.exists(precious));
    }
}
