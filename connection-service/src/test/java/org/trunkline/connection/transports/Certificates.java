package org.trunkline.connection.transports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Self-signed certificates, made by the JDK's keytool. */
final class Certificates {

    private static final String PASSWORD = "changeit";

    private Certificates() {}

    /** A key and its certificate for a name, in a new file. */
    static PfxOptions selfSigned(Path file, String name) throws IOException, InterruptedException {
        String kind = name.matches("[0-9.]+") ? "ip:" : "dns:";
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "key",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + kind + name,
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD);
        return new PfxOptions().setPath(file.toString()).setPassword(PASSWORD);
    }

    /** What trusts that certificate. */
    static PemTrustOptions trust(PfxOptions certificate) throws IOException, InterruptedException {
        Path pem = Path.of(certificate.getPath() + ".pem");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "key",
                "-file",
                pem.toString(),
                "-keystore",
                certificate.getPath(),
                "-storepass",
                PASSWORD);
        return new PemTrustOptions().addCertPath(pem.toString());
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
