package org.trunkline.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import static org.awaitility.Awaitility.await;

/**
 * An API server of Kubernetes with an empty store, on loopback ports. Nothing runs what it is told to run: there are no
 * controllers and no nodes.
 */
final class ApiServer implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final String KUBECONFIG = """
            {"apiVersion": "v1", "kind": "Config", "current-context": "test",
             "clusters": [{"name": "test", "cluster": {"server": "%s", "certificate-authority": "%s"}}],
             "users": [{"name": "test", "user": {"token": "%s"}}],
             "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}]}""";

    private final Path folder;
    private final String token = UUID.randomUUID().toString();
    private final String url = "https://127.0.0.1:" + freePort();
    private final Process etcd;
    private final Process server;
    private HttpClient http;

    private ApiServer(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        this.folder = folder;
        String store = "http://127.0.0.1:" + freePort();
        etcd = start(
                KubernetesTools.etcd(),
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + store,
                "--advertise-client-urls=" + store,
                "--listen-peer-urls=http://127.0.0.1:" + freePort(),
                "--unsafe-no-fsync");
        server = start(
                KubernetesTools.apiServer(),
                "--etcd-servers=" + store,
                "--bind-address=127.0.0.1",
                "--secure-port=" + URI.create(url).getPort(),
                "--cert-dir=" + folder,
                "--token-auth-file=" + Files.writeString(folder.resolve("tokens"), token + ",test,test,system:masters"),
                "--authorization-mode=RBAC",
                "--service-account-issuer=" + url,
                "--service-account-key-file=" + signingKey(),
                "--service-account-signing-key-file=" + signingKey(),
                "--disable-admission-plugins=ServiceAccount",
                "--service-cluster-ip-range=10.0.0.0/24");
    }

    /** Starts it and waits until it is ready. */
    static ApiServer start(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        ApiServer started = new ApiServer(folder);
        await("the API server, see " + folder)
                .atMost(START_TIMEOUT)
                .failFast(() -> !started.server.isAlive() || !started.etcd.isAlive())
                .ignoreExceptions()
                .until(() -> started.send("GET", "/readyz", "").statusCode() == 200);
        return started;
    }

    /** The file by which Helm finds it. */
    Path kubeconfig() throws IOException {
        return Files.writeString(
                folder.resolve("kubeconfig"), KUBECONFIG.formatted(url, folder.resolve("apiserver.crt"), token));
    }

    /** Sends JSON to a path of the API. */
    HttpResponse<String> send(String method, String path, String json)
            throws IOException, InterruptedException, GeneralSecurityException {
        if (http == null) {
            http = HttpClient.newBuilder()
                    .sslContext(trust(folder.resolve("apiserver.crt")))
                    .build();
        }
        return http.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Ends both at once: asked to, the server waits for what nobody ends here. */
    @Override
    public void close() {
        server.destroyForcibly().onExit().join();
        etcd.destroyForcibly().onExit().join();
    }

    private Process start(Path program, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(program.getFileName() + ".out").toFile());
        builder.command().addAll(List.of(arguments));
        return builder.start();
    }

    private Path signingKey() throws IOException, GeneralSecurityException {
        Path file = folder.resolve("signing-key.pem");
        if (Files.notExists(file)) {
            byte[] key = KeyPairGenerator.getInstance("RSA")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            Files.writeString(
                    file,
                    "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                            + "\n-----END PRIVATE KEY-----\n");
        }
        return file;
    }

    private static SSLContext trust(Path certificates) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var in = Files.newInputStream(certificates)) {
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("test" + number++, certificate);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
