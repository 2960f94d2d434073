package org.trunkline.local.samples;

import java.util.List;
import java.util.function.Predicate;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import org.trunkline.local.loopback.LoopbackServer;

/** A running sample MCP server, which counts the sessions that clients had with it. */
public final class SampleServer implements AutoCloseable {

    private static final String PATH = "/mcp";

    private final LoopbackServer http;
    private final Sessions sessions = new Sessions();
    private final McpSyncServer server;

    SampleServer(int port, String name, List<SyncToolSpecification> tools, Predicate<HttpServerRequest> allowed) {
        StreamableServer transport = new StreamableServer(sessions);
        server = McpServer.sync(transport)
                .serverInfo(name, "1.0.0")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .tools(tools)
                .build();
        http = LoopbackServer.start(port, (vertx, actual) -> guarded(transport, allowed));
    }

    private static Handler<HttpServerRequest> guarded(
            Handler<HttpServerRequest> server, Predicate<HttpServerRequest> allowed) {
        return request -> {
            if (!PATH.equals(request.path())) {
                request.response().setStatusCode(404).end();
            } else if (request.getHeader("Origin") != null) {
                request.response().setStatusCode(403).end("not for web pages");
            } else if (!allowed.test(request)) {
                request.response()
                        .setStatusCode(401)
                        .putHeader("WWW-Authenticate", "ApiKey header=\"X-Api-Key\"")
                        .end("an API key is required");
            } else {
                server.handle(request);
            }
        };
    }

    /** The MCP endpoint. */
    public String url() {
        return "http://" + LoopbackServer.HOST + ":" + http.port() + PATH;
    }

    /** How many sessions were initialized. */
    public int sessionsOpened() {
        return sessions.opened();
    }

    /** How many sessions the client ended with DELETE. */
    public int sessionsClosed() {
        return sessions.closed();
    }

    /** Ends it and its sessions. */
    @Override
    public void close() {
        server.close();
        http.close();
    }
}
