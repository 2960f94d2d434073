package org.trunkline.connection.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLPeerUnverifiedException;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import org.trunkline.local.loopback.LoopbackServer;

/**
 * An MCP server over HTTPS and WebSocket, whose certificate an authority of the operator's own has signed, and which
 * wants one of whoever connects. {@code quarkus.tls.corporate.*} lead there.
 */
public final class SecureServer implements QuarkusTestResourceLifecycleManager {

    /** The name of the TLS configuration. */
    public static final String TLS = "corporate";

    private static int port;

    private Vertx vertx;

    /** Scheme and path follow from the transport: {@code https} or {@code wss}. */
    public static String url(String scheme) {
        return scheme + "://" + LoopbackServer.HOST + ":" + port + "/mcp";
    }

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("tls");
            PfxOptions authority = Certificates.authority(folder.resolve("server.p12"));
            PfxOptions client = Certificates.selfSigned(folder.resolve("client.p12"), "trunkline");
            vertx = Vertx.vertx();
            port = serve(new HttpServerOptions()
                    .setSsl(true)
                    .setKeyCertOptions(Certificates.signed(authority, LoopbackServer.HOST))
                    .setTrustOptions(Certificates.trust(client))
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setWebSocketSubProtocols(List.of("mcp")));
            String settings = "quarkus.tls." + TLS + ".";
            return Map.of(
                    settings + "trust-store.pem.certs",
                    Certificates.trust(authority).getCertPaths().getFirst(),
                    settings + "key-store.p12.path",
                    client.getPath(),
                    settings + "key-store.p12.password",
                    client.getPassword());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private int serve(HttpServerOptions options) {
        return vertx.createHttpServer(options)
                .requestHandler(SecureServer::answer)
                .webSocketHandler(SecureServer::converse)
                .listen(0, LoopbackServer.HOST)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @Override
    public void stop() {
        if (vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            JsonObject message = body.length() == 0 ? new JsonObject() : body.toJsonObject();
            if (message.containsKey("id")) {
                request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(answerTo(message, client(request)).toBuffer());
            } else {
                request.response()
                        .setStatusCode(request.method().name().equals("GET") ? 405 : 202)
                        .end();
            }
        });
    }

    private static void converse(ServerWebSocket socket) {
        socket.textMessageHandler(text -> {
            JsonObject message = new JsonObject(text);
            if (message.containsKey("id")) {
                socket.writeTextMessage(answerTo(message, "over WebSocket").encode());
            }
        });
    }

    private static String client(HttpServerRequest request) {
        try {
            return request.sslSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its one tool says what the server knows of its client. */
    private static JsonObject answerTo(JsonObject request, String client) {
        JsonObject answer = new JsonObject().put("jsonrpc", "2.0").put("id", request.getValue("id"));
        String result = switch (request.getString("method")) {
            case "initialize" ->
                "{'protocolVersion':'2025-11-25','capabilities':{'tools':{}},'serverInfo':{'name':'s','version':'1'}}";
            case "tools/list" -> "{'tools':[{'name':'client','inputSchema':{'type':'object'}}]}";
            case "tools/call" -> "{'content':[{'type':'text','text':'" + client + "'}]}";
            default -> null;
        };
        return result == null
                ? answer.put("error", new JsonObject().put("code", -32601).put("message", "unknown"))
                : answer.put("result", new JsonObject(result.replace('\'', '"')));
    }
}
