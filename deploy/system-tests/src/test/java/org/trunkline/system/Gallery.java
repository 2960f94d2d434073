package org.trunkline.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;

import io.restassured.response.ValidatableResponse;

/**
 * Trunkline with the servers of {@code gallery.yaml}: the real ones that npm has, and for the others servers that are
 * true to their protocol.
 */
final class Gallery implements AutoCloseable {

    /** What every server takes that wants a credential of the operator or of a user. */
    static final String SECRET = "known-to-the-gallery";

    private static final String SCOPES = SignInStory.PIPESHUB_SCOPES;

    private static final int PAYPAL_TOKEN_SECONDS = 20;

    private final Path folder = Repository.scratch("gallery");
    private final Path standInsOutput = folder.resolve("stand-ins.out");
    private final Deque<Runnable> ends = new ArrayDeque<>();
    private LocalRun trunkline;
    private OidcProvider provider;
    private ProtectedServer pipeshub;

    /** Starts everything. */
    void start() throws IOException {
        NodeServers node = NodeServers.installed();
        String standIns = "127.0.0.1:" + startStandIns(node);
        String bridge = "127.0.0.1:" + startBridge(node);
        provider = part(OidcProvider.start(node, folder, SCOPES), OidcProvider::close);
        OidcProvider withoutRefresh = part(
                OidcProvider.startWithoutRefresh(node, folder.resolve("paypal"), "payments", PAYPAL_TOKEN_SECONDS),
                OidcProvider::close);
        ProtectedServer paypal = part(
                ProtectedServer.startSse(node, folder, withoutRefresh.issuer(), "payments"), ProtectedServer::close);
        ProtectedServer spotify =
                part(ProtectedServer.start(node, folder, provider.issuer(), SCOPES), ProtectedServer::close);
        pipeshub = part(
                ProtectedServer.startBefore(node, folder, provider.issuer(), SCOPES, startPipeshub(node)),
                ProtectedServer::close);
        trunkline = part(new LocalRun(folder, "--declared", declared().toString()), LocalRun::close)
                .allowing(standIns, bridge, provider.authority(), withoutRefresh.authority())
                .allowing(paypal.authority(), spotify.authority(), pipeshub.authority())
                .with("TRUNKLINE_GRANTS_EVERY", "1s")
                .with("PATH", node.path())
                .with("DOCUMENTS", documents().toString())
                .with("CHROMIUM", Browser.program().toString())
                .with("GALLERY", "http://" + standIns)
                .with("REALTIME", "ws://" + bridge)
                .with("PAYPAL", paypal.url())
                .with("SPOTIFY", spotify.url())
                .with("API_TOKEN", SECRET)
                .with("WEATHER_API_KEY", SECRET)
                .with("TASKS_DATABASE_URL", "postgres://tasks")
                .startFresh();
    }

    LocalRun trunkline() {
        return trunkline;
    }

    /** The authorization server of Spotify and of the Pipeshub instance. */
    OidcProvider provider() {
        return provider;
    }

    /** What the URL of the Pipeshub instance's MCP server is. */
    String pipeshub() {
        return pipeshub.url();
    }

    /** The folder that the filesystem server may use. */
    Path documents() {
        return folder.resolve("documents");
    }

    /** Whether one of the servers without a process of its own was ever connected. */
    boolean wasConnected(String server) {
        return Processes.text(standInsOutput).contains("opened " + server + "\n");
    }

    /** Calls a tool, whatever the answer. */
    ValidatableResponse call(String user, String server, String tool, Map<String, ?> arguments) {
        return trunkline
                .as(user)
                .body(Map.of("arguments", arguments))
                .post("/api/mcp/" + server + "/tools/" + tool + "/call")
                .then();
    }

    @Override
    public void close() {
        while (!ends.isEmpty()) {
            ends.pop().run();
        }
    }

    private int startStandIns(NodeServers node) {
        int port = Processes.freePorts(1);
        Process process = node.startScript("gallery-servers.mjs", port, Map.of("SECRET", SECRET), standInsOutput);
        part(process, Processes::end);
        return port;
    }

    private int startBridge(NodeServers node) {
        int port = Processes.freePorts(1);
        Process process =
                node.startBridge("gallery-servers.mjs", "realtime-data", port, folder.resolve("supergateway.out"));
        part(process, Processes::end);
        return port;
    }

    private int startPipeshub(NodeServers node) {
        int port = Processes.freePorts(1);
        Process process = node.startPipeshub(port, folder.resolve("pipeshub.out"));
        part(process, Processes::end);
        return port;
    }

    private Path declared() throws IOException {
        Files.createDirectories(documents());
        try (InputStream yaml = Gallery.class.getResourceAsStream("/gallery.yaml")) {
            String declared = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
            return Files.writeString(
                    folder.resolve("declared.yaml"), declared.replace("cwd: NPM", "cwd: " + NodeServers.folder()));
        }
    }

    private <T> T part(T part, Consumer<T> end) {
        ends.push(() -> end.accept(part));
        return part;
    }
}
