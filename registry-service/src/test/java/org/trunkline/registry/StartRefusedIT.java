package org.trunkline.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.local.loopback.OneMachine;
import org.trunkline.local.secret.Keyset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The service as it is shipped, as a jar or natively, does not start without keys, and says why. */
class StartRefusedIT {

    @TempDir
    Path folder;

    @Test
    void withoutKeys() throws Exception {
        assertTrue(refusal(Map.of()).contains("neither of trunkline.secrets.keyset and trunkline.secrets.keyset-file"));
    }

    @Test
    void withAMalformedKeySet() throws Exception {
        String keyset = Keyset.fresh();
        String cut = keyset.substring(0, keyset.length() - 3);

        String refusal = refusal(Map.of("TRUNKLINE_SECRETS_KEYSET", cut));

        assertTrue(refusal.contains("trunkline.secrets.keyset: it is no Tink AEAD key set"), refusal);
        assertFalse(refusal.contains(keyset.substring(20, 60)), refusal);
        assertFalse(refusal.contains("\"value\""), refusal);
    }

    @Test
    void withoutTheFileOfTheKeySet() throws Exception {
        String file = folder.resolve("absent.json").toString();

        String refusal = refusal(Map.of("TRUNKLINE_SECRETS_KEYSET_FILE", file));

        assertTrue(refusal.contains("trunkline.secrets.keyset-file: the file cannot be read"), refusal);
    }

    private String refusal(Map<String, String> environment) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put("TRUNKLINE_IDENTITY_ISSUER", "http://127.0.0.1:1");
        builder.environment().put("TRUNKLINE_SAFE_START_EXCEPT", OneMachine.UNSAFE_SETTINGS);
        builder.environment().put("QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET", "f3a9c27be05d4186a7");
        builder.environment().put("TRUNKLINE_DATABASE_URI", "mongodb://127.0.0.1:1");
        builder.environment().putAll(environment);
        Process service = builder.start();
        try {
            assertTrue(service.waitFor(2, TimeUnit.MINUTES), () -> "it runs");
        } finally {
            service.destroyForcibly();
        }
        String text = Files.readString(output);
        assertEquals(1, service.exitValue(), text);
        return text;
    }

    private static List<String> command() {
        Path executable = Path.of(System.getProperty("native.image.path"));
        return Files.exists(executable)
                ? List.of(executable.toString())
                : List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar");
    }
}
