package org.trunkline.bench;

import java.util.UUID;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.trunkline.local.loopback.LoopbackServer;

/** An MCP server (streamable HTTP) that answers as fast as it can, in a process of its own: one tool, {@code echo}. */
final class EchoServer {

    private static final String INITIALIZED = "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
            + "\"serverInfo\":{\"name\":\"echo\",\"version\":\"1\"}}";
    private static final String TOOLS =
            "{\"tools\":[{\"name\":\"echo\",\"description\":\"Says it again\",\"inputSchema\":{\"type\":\"object\","
                    + "\"properties\":{\"message\":{\"type\":\"string\"},\"times\":{\"type\":\"integer\"}},"
                    + "\"required\":[\"message\",\"times\"]}}]}";

    private EchoServer() {}

    /** Serves on the port that the only argument names. */
    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        vertx.createHttpServer()
                .requestHandler(EchoServer::handle)
                .listen(Integer.parseInt(arguments[0]), LoopbackServer.HOST)
                .onFailure(cause -> System.exit(1));
    }

    private static void handle(HttpServerRequest request) {
        if (request.method() == HttpMethod.POST) {
            request.body().onSuccess(body -> answer(request, body.toJsonObject()));
        } else {
            request.response()
                    .setStatusCode(request.method() == HttpMethod.DELETE ? 204 : 405)
                    .end();
        }
    }

    private static void answer(HttpServerRequest request, JsonObject message) {
        switch (message.getString("method", "")) {
            case "initialize" -> {
                request.response().putHeader("Mcp-Session-Id", UUID.randomUUID().toString());
                json(request, message, new JsonObject(INITIALIZED));
            }
            case "tools/list" -> json(request, message, new JsonObject(TOOLS));
            case "tools/call" -> json(request, message, echo(message));
            default -> request.response().setStatusCode(202).end();
        }
    }

    /** What it is told, as often as it is told to. */
    private static JsonObject echo(JsonObject message) {
        JsonObject arguments = message.getJsonObject("params").getJsonObject("arguments");
        String text = arguments.getString("message").repeat(arguments.getInteger("times"));
        return new JsonObject()
                .put(
                        "content",
                        new JsonArray().add(new JsonObject().put("type", "text").put("text", text)));
    }

    private static void json(HttpServerRequest request, JsonObject message, JsonObject result) {
        Buffer body = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", message.getValue("id"))
                .put("result", result)
                .toBuffer();
        request.response().putHeader("Content-Type", "application/json").end(body);
    }
}
