package org.trunkline.connection.testbed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Keys and certificates, made by the JDK's keytool. */
public final class Certificates {

    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";
    private static final String KEY = "key";

    private Certificates() {}

    /** An authority's key and certificate, in a new file. */
    public static PfxOptions authority(Path file) throws IOException, InterruptedException {
        return generated(file, AUTHORITY, "-dname", "CN=authority", "-ext", "bc:c");
    }

    /** A key and its certificate for a name, which an authority has signed, in the authority's file. */
    public static PfxOptions signed(PfxOptions authority, String name) throws IOException, InterruptedException {
        return generated(
                Path.of(authority.getPath()),
                KEY,
                "-dname",
                "CN=" + name,
                "-ext",
                alternative(name),
                "-signer",
                authority.getAlias());
    }

    /** A key and its certificate for a name, signed by itself, in a new file. */
    public static PfxOptions selfSigned(Path file, String name) throws IOException, InterruptedException {
        return generated(file, KEY, "-dname", "CN=" + name, "-ext", alternative(name));
    }

    /** What trusts that certificate, a new file beside it. */
    public static PemTrustOptions trust(PfxOptions certificate) throws IOException, InterruptedException {
        Path pem = Path.of(certificate.getPath() + ".pem");
        keytool(
                Path.of(certificate.getPath()),
                "-exportcert",
                "-rfc",
                "-alias",
                certificate.getAlias(),
                "-file",
                pem.toString());
        return new PemTrustOptions().addCertPath(pem.toString());
    }

    private static String alternative(String name) {
        return "SAN=" + (name.matches("[0-9.]+") ? "ip:" : "dns:") + name;
    }

    private static PfxOptions generated(Path file, String alias, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-alias", alias));
        command.addAll(Arrays.asList(arguments));
        keytool(file, command.toArray(String[]::new));
        return new PfxOptions().setPath(file.toString()).setPassword(PASSWORD).setAlias(alias);
    }

    private static void keytool(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
