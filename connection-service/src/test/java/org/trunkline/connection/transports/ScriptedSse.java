package org.trunkline.connection.transports;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** A server of the 2024-11-05 kind. */
final class ScriptedSse extends ScriptedSite {

    private final AtomicInteger streams = new AtomicInteger();
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private volatile Consumer<HttpServerRequest> get;
    private volatile Consumer<HttpServerRequest> call;

    /** From now on GET requests are answered so. */
    void onGet(Consumer<HttpServerRequest> script) {
        get = script;
    }

    /** From now on the POST requests that carry a call are answered so, and the call is not. */
    void onCall(Consumer<HttpServerRequest> script) {
        call = script;
    }

    /** Opens a stream that names an endpoint. */
    Client open(HttpServerRequest request, String endpoint) {
        HttpServerResponse response = ScriptedServer.eventStream(request);
        response.write("event: endpoint\ndata: " + endpoint + "\n\n");
        return new Stream(request);
    }

    @Override
    public void register(String settings) {
        registry()
                .manage(
                        "alice",
                        "odd",
                        "{'type':'sse','url':'http://127.0.0.1:" + port() + "/sse','requiresOAuth':false" + settings
                                + "}");
    }

    @Override
    public void recover() {
        super.recover();
        get = null;
        call = null;
    }

    @Override
    void handle(HttpServerRequest request) {
        if (request.method().name().equals("GET")) {
            open(request);
            return;
        }
        request.body().onSuccess(body -> {
            JsonObject message = body.toJsonObject();
            if (call != null && "tools/call".equals(message.getString("method"))) {
                call.accept(request);
            } else {
                request.response().setStatusCode(202).end("Accepted");
                receive(clients.get(request.getParam("session")), message);
            }
        });
    }

    private void open(HttpServerRequest request) {
        if (get != null) {
            get.accept(request);
            return;
        }
        String session = String.valueOf(streams.incrementAndGet());
        clients.put(session, open(request, "/messages?session=" + session));
    }

    private record Stream(HttpServerRequest request) implements Client {

        @Override
        public void send(String message) {
            request.response().write("event: message\ndata: " + message + "\n\n");
        }

        @Override
        public Future<Void> sendPart(Buffer part) {
            return request.response()
                    .write(Buffer.buffer("data: ").appendBuffer(part).appendString("\n"));
        }

        @Override
        public void end() {
            request.response().end();
        }

        @Override
        public void cut() {
            request.connection().close();
        }
    }
}
