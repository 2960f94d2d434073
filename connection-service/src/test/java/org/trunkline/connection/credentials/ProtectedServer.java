package org.trunkline.connection.credentials;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.trunkline.local.loopback.LoopbackServer;

/** An MCP server that wants a credential; its one tool says which headers the call came with. */
final class ProtectedServer implements AutoCloseable {

    private final LoopbackServer http = LoopbackServer.start(0, (vertx, port) -> this::handle);
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private volatile Predicate<HttpServerRequest> accepted = request -> true;
    private volatile int status = 401;
    private volatile String challenge = "Bearer error=\"invalid_token\"";
    private volatile String nonce;

    String url() {
        return "http://127.0.0.1:" + http.port() + "/mcp";
    }

    /** From now on only requests with that bearer token are let in. */
    void accept(String token) {
        accept(request -> ("Bearer " + token).equals(request.getHeader("Authorization")));
    }

    /** From now on only those requests are let in. */
    void accept(Predicate<HttpServerRequest> requests) {
        accepted = requests;
    }

    /** How others are refused. */
    void refuseWith(int code, String authenticate) {
        status = code;
        challenge = authenticate;
    }

    /** Others are told the nonce that their proofs must have (RFC 9449, section 9). */
    void refuseWithNonce(String wanted) {
        nonce = wanted;
        refuseWith(401, "DPoP error=\"use_dpop_nonce\"");
    }

    /** How many requests of a JSON-RPC method, or with an HTTP method that has no message, were let in. */
    long count(String method) {
        return seen.stream().filter(method::equals).count();
    }

    @Override
    public void close() {
        http.close();
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            HttpServerResponse response = request.response();
            if (!accepted.test(request)) {
                response.setStatusCode(status);
                if (challenge != null) {
                    response.putHeader("WWW-Authenticate", challenge);
                }
                if (nonce != null) {
                    response.putHeader("DPoP-Nonce", nonce);
                }
                response.end("refused");
                return;
            }
            JsonObject message = body.length() == 0 ? new JsonObject() : body.toJsonObject();
            String method = message.getString("method", request.method().name());
            seen.add(method);
            switch (method) {
                case "initialize" ->
                    answer(
                            response.putHeader("Mcp-Session-Id", "one"),
                            message,
                            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                                    + "\"serverInfo\":{\"name\":\"protected\",\"version\":\"1\"}}");
                case "tools/list" ->
                    answer(
                            response,
                            message,
                            "{\"tools\":[{\"name\":\"headers\",\"inputSchema\":{\"type\":\"object\"}}]}");
                case "tools/call" -> answer(response, message, headers(request));
                default -> response.setStatusCode(202).end();
            }
        });
    }

    private static String headers(HttpServerRequest request) {
        String text = "authorization=" + request.getHeader("Authorization") + " key=" + request.getHeader("X-Key");
        return new JsonObject()
                .put("content", List.of(new JsonObject().put("type", "text").put("text", text)))
                .encode();
    }

    private static void answer(HttpServerResponse response, JsonObject message, String result) {
        response.putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("jsonrpc", "2.0")
                        .put("id", message.getValue("id"))
                        .put("result", new JsonObject(result))
                        .encode());
    }
}
