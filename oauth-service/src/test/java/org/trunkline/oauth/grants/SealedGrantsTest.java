package org.trunkline.oauth.grants;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.trunkline.oauth.clients.Client;
import org.trunkline.oauth.clients.ClientSource;
import org.trunkline.oauth.testbed.OauthTestBed;
import org.trunkline.secret.SealedRecord;
import org.trunkline.secret.SecretBox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Grants are sealed anew while they are in use. */
@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class SealedGrantsTest {

    @Inject
    Grants grants;

    @Inject
    SealedGrants sealed;

    @Inject
    SecretBox box;

    private final String user = UUID.randomUUID().toString();

    @Test
    void everySecretCanBeSealedAnewForItsPlace() {
        Grant before = signIn("AT");
        SealedRecord record = record();

        assertTrue(record.replace(resealed(record)));

        assertEquals(5, record.values().size());
        assertEquals(
                before,
                assertInstanceOf(GrantState.Usable.class, grants.usable(Orders.order(user)))
                        .grant());
        assertFalse(record.replace(resealed(record)), "values that are no longer there");
    }

    @Test
    void doesNotBringBackWhatANewSignInReplaced() {
        signIn("AT");
        SealedRecord record = record();
        Grant after = signIn("AT2");

        assertFalse(record.replace(resealed(record)));

        assertEquals(
                after,
                assertInstanceOf(GrantState.Usable.class, grants.usable(Orders.order(user)))
                        .grant());
    }

    private SealedRecord record() {
        List<SealedRecord> mine = new ArrayList<>();
        sealed.walk(record -> {
            boolean found = record.values().keySet().stream().anyMatch(place -> place.contains(user));
            return !found || !mine.add(record);
        });
        return mine.getFirst();
    }

    private Map<String, String> resealed(SealedRecord record) {
        Map<String, String> values = new LinkedHashMap<>();
        record.values().forEach((place, value) -> values.put(place, box.seal(box.open(value, place), place)));
        return values;
    }

    private Grant signIn(String accessToken) {
        String issuer = "https://as.example";
        return grants.store(
                user,
                "srv",
                GrantsTest.tokens("{'access_token':'" + accessToken
                        + "','token_type':'DPoP','refresh_token':'RT','expires_in':3600}"),
                new GrantOrigin(
                        Orders.URL,
                        issuer,
                        URI.create(issuer + "/token"),
                        null,
                        null,
                        new Client("client", "secret", "client_secret_basic", issuer, ClientSource.REGISTERED),
                        null,
                        null,
                        false,
                        null,
                        Map.of("X-Tenant", "t"),
                        DpopKeys.fresh()));
    }
}
