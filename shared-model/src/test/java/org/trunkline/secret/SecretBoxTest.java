package org.trunkline.secret;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SecretBoxTest {

    private static final String PLACE = "server:1:apiKey.key";
    private static final String OLD = Keysets.fresh();
    private static final String BOTH = Keysets.withNewKey(OLD);
    private static final String PROMOTED = Keysets.promoted(BOTH);
    private static final String NEW = Keysets.withoutFirst(PROMOTED);

    @Test
    void opensOnlyWhereItWasSealedFor() {
        SecretBox box = Boxes.of(OLD);
        String sealed = box.seal("secret", PLACE);

        assertEquals("secret", box.open(sealed, PLACE));
        assertThrows(IllegalStateException.class, () -> box.open(sealed, "server:2:apiKey.key"));
        assertThrows(IllegalStateException.class, () -> box.open("not base64!", PLACE));
    }

    @Test
    void opensWithEveryKeyOfTheSetAndSealsWithThePrimary() {
        String byOld = Boxes.of(OLD).seal("secret", PLACE);
        String byPromoted = Boxes.of(PROMOTED).seal("secret", PLACE);

        assertEquals("secret", Boxes.of(BOTH).open(byOld, PLACE));
        assertEquals("secret", Boxes.of(BOTH).open(byPromoted, PLACE));
        assertEquals("secret", Boxes.of(NEW).open(byPromoted, PLACE));
        assertThrows(IllegalStateException.class, () -> Boxes.of(NEW).open(byOld, PLACE));
        assertThrows(
                IllegalStateException.class,
                () -> Boxes.of(Keysets.withoutUseOfFirst(PROMOTED)).open(byOld, PLACE));
    }

    @Test
    void tellsTheKeyOfAValue() {
        long older = Keysets.id(PROMOTED, 0);
        long newer = Keysets.id(PROMOTED, 1);
        SecretBox box = Boxes.of(PROMOTED);
        String byOld = Boxes.of(OLD).seal("secret", PLACE);

        assertEquals(newer, box.primaryKey());
        assertEquals(Set.of(older, newer), box.keys());
        assertEquals(OptionalLong.of(older), box.keyOf(byOld));
        assertEquals(OptionalLong.of(newer), box.keyOf(box.seal("secret", PLACE)));
        assertEquals(OptionalLong.empty(), Boxes.of(NEW).keyOf(byOld));
        assertEquals(OptionalLong.empty(), box.keyOf("not base64!"));
        assertEquals(OptionalLong.empty(), box.keyOf(""));
    }

    @Test
    void takesUpWhatItsFileSaysNow(@TempDir Path folder) {
        // given
        Path file = folder.resolve("keyset.json");
        Boxes.write(file, OLD);
        SecretBox box = Boxes.of(file);
        String byOld = box.seal("secret", PLACE);

        // when
        Boxes.write(file, PROMOTED);

        // then
        assertEquals(Keysets.id(PROMOTED, 1), box.primaryKey());
        assertEquals("secret", box.open(byOld, PLACE));
        assertEquals(OptionalLong.of(box.primaryKey()), box.keyOf(box.seal("secret", PLACE)));
    }

    @Test
    void keepsItsKeysWhileItsFileHasNone(@TempDir Path folder) throws Exception {
        // given
        Path file = folder.resolve("keyset.json");
        Boxes.write(file, OLD);
        SecretBox box = Boxes.of(file);
        String sealed = box.seal("secret", PLACE);

        // when
        Boxes.write(file, BOTH.substring(0, BOTH.length() / 2));

        // then
        assertEquals("secret", box.open(sealed, PLACE));

        // when
        Files.delete(file);

        // then
        assertEquals("secret", box.open(sealed, PLACE));
        Boxes.write(file, PROMOTED);
        assertEquals(Keysets.id(PROMOTED, 1), box.primaryKey());
    }

    @Test
    void refusesToBeWithoutKeys(@TempDir Path folder) {
        Path absent = folder.resolve("absent.json");

        assertTrue(refusal(Optional.empty(), Optional.empty()).contains("trunkline.secrets.keyset"));
        assertTrue(refusal(Optional.of(OLD), Optional.of(absent)).startsWith("both of trunkline.secrets.keyset"));
        assertTrue(refusal(Optional.empty(), Optional.of(absent)).startsWith("trunkline.secrets.keyset-file: "));
    }

    private static String refusal(Optional<String> keyset, Optional<Path> file) {
        String message = assertThrows(IllegalStateException.class, () -> Boxes.box(keyset, file))
                .getMessage();
        assertFalse(message.contains(OLD));
        return message;
    }
}
