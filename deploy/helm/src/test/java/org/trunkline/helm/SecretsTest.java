package org.trunkline.helm;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Secrets: made once and kept, or taken from elsewhere; each service gets those that it uses. */
class SecretsTest {

    @Test
    void theKeySetThatIsMadeEncrypts() throws GeneralSecurityException {
        // given
        byte[] secret = "secret".getBytes(StandardCharsets.UTF_8);

        // when
        String keyset = keyset(Chart.with("minimal").render());

        // then
        KeysetHandle keys =
                TinkJsonProtoKeysetFormat.parseKeyset(keyset, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
        Aead aead = keys.getPrimitive(AeadConfig2026.get(), Aead.class);
        assertArrayEquals(secret, aead.decrypt(aead.encrypt(secret, new byte[0]), new byte[0]));
        assertEquals(
                PredefinedAeadParameters.AES256_GCM, keys.getPrimary().getKey().getParameters());
    }

    @Test
    void whatWasMadeIsKept() {
        // given
        Release first = Chart.with("minimal").render();

        // when
        Release second = Chart.with("minimal").after(first).render();

        // then
        assertEquals(first.named("Secret"), second.named("Secret"));
    }

    @Test
    void everyInstallationHasItsOwn() {
        assertNotEquals(
                keyset(Chart.with("minimal").render()),
                keyset(Chart.with("minimal").render()));
    }

    @Test
    void whatWasMadeOutlivesTheRelease() {
        // when
        Release release = Chart.with("minimal").render();

        // then
        assertEquals(
                Set.of("keep"),
                release.all("Secret").stream()
                        .map(secret -> secret.text("/metadata/annotations/helm.sh~1resource-policy"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void nothingIsMadeOfWhatIsThere() {
        assertEquals(List.of(), Chart.with("existing-secrets").render().all("Secret"));
    }

    @ParameterizedTest
    @CsvSource({
        "registry-service, mongodb registry-uri; trunkline-clients registry-service; trunkline-keyset",
        "oauth-service, mongodb oauth-uri; trunkline-clients oauth-service; trunkline-keyset",
        "connection-service, mongodb connection-uri; trunkline-clients connection-service; trunkline-keyset"
    })
    void aServiceGetsTheSecretsThatItUses(String service, String secrets) {
        // when
        Manifest deployment = Chart.with("production").render().of(service, "Deployment");

        // then
        assertEquals(Set.of(secrets.split("; ")), Secrets.of(deployment));
    }

    private static String keyset(Release release) {
        String encoded = release.named("Secret").get("trunkline-keyset").text("/data/keyset.json");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
