package org.trunkline.secret;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.mongodb.MongoTimeoutException;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.trunkline.start.SafeStart;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KeyCheckTest {

    private static final StartupEvent START = new StartupEvent();

    private final String keyset = Keysets.fresh();
    private final Documents stored = new Documents();

    @Test
    void keysThatOpenNothingOfWhatIsStoredAreRefused() {
        // given
        store(keyset, "server:1:apiKey.key");
        String other = Keysets.fresh();

        // when
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> check(other).checkAtStart(START));

        // then
        String message = refused.getMessage();
        assertTrue(message.contains("trunkline.secrets.keyset: no secret that is stored opens with it"), message);
        assertTrue(message.contains("[" + Keysets.id(keyset, 0) + "]"), message);
        assertTrue(message.contains("[" + Keysets.id(other, 0) + "]"), message);
    }

    @Test
    void theKeysOfARotationArePartlyEnough() {
        String next = Keysets.promoted(Keysets.withNewKey(keyset));
        store(keyset, "server:1:apiKey.key");
        store(next, "server:2:apiKey.key");

        assertDoesNotThrow(() -> check(next).checkAtStart(START));
        assertDoesNotThrow(() -> check(Keysets.withoutFirst(next)).checkAtStart(START));
    }

    @Test
    void whereNothingIsStoredAnyKeysWillDo() {
        assertDoesNotThrow(() -> check(keyset).checkAtStart(START));
    }

    @Test
    void anOperatorCanGiveUpWhatIsStored() {
        store(Keysets.fresh(), "server:1:apiKey.key");

        assertDoesNotThrow(
                () -> check(keyset, stored, "trunkline.secrets.keyset").checkAtStart(START));
    }

    @Test
    void withoutItsDatabaseItStartsAndIsNotReady() {
        // given
        boolean[] down = {true};
        SealedStore store = visitor -> {
            if (down[0]) {
                throw new MongoTimeoutException("nobody there");
            }
            return stored.walk(visitor);
        };
        KeyCheck right = check(keyset, store, "none");
        KeyCheck wrong = check(Keysets.fresh(), store, "none");

        // when
        right.checkAtStart(START);
        wrong.checkAtStart(START);
        store(keyset, "server:1:apiKey.key");

        // then
        assertTrue(missing(right).contains("the database"));
        down[0] = false;
        assertEquals(Status.UP, right.call().getStatus());
        assertTrue(missing(wrong).contains("trunkline.secrets.keyset: no secret that is stored opens with it"));
    }

    private static String missing(KeyCheck check) {
        HealthCheckResponse answer = check.call();
        assertEquals(Status.DOWN, answer.getStatus());
        return answer.getData().orElseThrow().get("missing").toString();
    }

    private void store(String keys, String place) {
        stored.put(place, Boxes.of(keys).seal("secret", place));
    }

    private KeyCheck check(String keys) {
        return check(keys, stored, "none");
    }

    private static KeyCheck check(String keys, SealedStore store, String accepted) {
        return new KeyCheck(Boxes.of(keys), List.of(store), new SafeStart(null, () -> Optional.of(Set.of(accepted))));
    }
}
