package org.trunkline.local.frontdoor;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.local.identity.DemoIdentity;
import org.trunkline.local.loopback.LoopbackServer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(20)
class StreamingTest {

    private final AtomicReference<HttpServerResponse> stream = new AtomicReference<>();
    private final AtomicBoolean gone = new AtomicBoolean();
    private final HttpClient http = HttpClient.newHttpClient();
    private DemoIdentity identity;
    private LoopbackServer service;
    private FrontDoor door;

    @BeforeEach
    void open() {
        identity = DemoIdentity.start();
        service = LoopbackServer.start(0, (vertx, port) -> this::serve);
        door = FrontDoor.open(0, Routes.read(Path.of("../routes.yaml")), any -> service.port(), identity, "");
    }

    @AfterEach
    void close() {
        http.shutdownNow();
        door.close();
        service.close();
        identity.close();
    }

    private void serve(HttpServerRequest request) {
        if (request.getHeader("Upgrade") != null) {
            request.toWebSocket().onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage));
        } else {
            HttpServerResponse response = request.response();
            response.closeHandler(closed -> gone.set(true));
            response.setChunked(true)
                    .putHeader("Content-Type", "text/event-stream")
                    .write("data: first\n\n");
            stream.set(response);
        }
    }

    @Test
    void anEventArrivesBeforeTheNextIsSent() throws Exception {
        try (BufferedReader events = events()) {
            assertEquals("data: first", events.readLine());
            assertEquals("", events.readLine());

            stream.get().write("data: second\n\n");

            assertEquals("data: second", events.readLine());
        }
    }

    @Test
    void aCallerThatLeavesEndsTheStream() throws Exception {
        BufferedReader events = events();
        assertEquals("data: first", events.readLine());

        events.close();
        http.shutdownNow();

        await().untilTrue(gone);
    }

    @Test
    void webSocketsPass() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + door.port() + "/api/mcp/x/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        answer.complete(data.toString());
                        return null;
                    }
                })
                .get();

        socket.sendText("hello", true).get();

        assertEquals("hello", answer.get());
        socket.abort();
    }

    private BufferedReader events() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + door.port() + "/api/mcp/x/events"))
                .build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        assertTrue(response.headers().firstValue("Content-Type").orElseThrow().startsWith("text/event-stream"));
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }
}
