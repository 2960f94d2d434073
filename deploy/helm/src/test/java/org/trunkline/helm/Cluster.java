package org.trunkline.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Stands for the API server of a cluster, of which Helm's {@code lookup} asks for Secrets and nothing else. */
final class Cluster implements AutoCloseable {

    private static final String SECRETS = "/api/v1/namespaces/" + Chart.RELEASE + "/secrets/";
    private static final String KINDS = """
            {"kind": "APIResourceList", "groupVersion": "v1", "resources": [
              {"name": "secrets", "singularName": "secret", "kind": "Secret", "namespaced": true, "verbs": ["get"]}]}""";
    private static final String ABSENT = """
            {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}""";
    private static final String KUBECONFIG = """
            {"apiVersion": "v1", "kind": "Config", "current-context": "test",
             "clusters": [{"name": "test", "cluster": {"server": "http://localhost:%d"}}],
             "contexts": [{"name": "test", "context": {"cluster": "test"}}]}""";

    private final HttpServer server;

    private Cluster(HttpServer server) {
        this.server = server;
    }

    /** Starts it with Secrets by their names, where the environment variable {@code KUBECONFIG} says. */
    static Cluster with(Map<String, Manifest> secrets) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> answer(exchange, secrets));
            server.start();
            int port = server.getAddress().getPort();
            Files.writeString(Path.of(System.getenv("KUBECONFIG")), KUBECONFIG.formatted(port));
            return new Cluster(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, Map<String, Manifest> secrets) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/api/v1")) {
            send(exchange, 200, KINDS);
        } else if (path.startsWith(SECRETS) && secrets.containsKey(path.substring(SECRETS.length()))) {
            send(exchange, 200, secrets.get(path.substring(SECRETS.length())).json());
        } else {
            send(exchange, 404, ABSENT);
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
