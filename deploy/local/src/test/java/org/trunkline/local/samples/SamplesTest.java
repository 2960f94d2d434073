package org.trunkline.local.samples;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class SamplesTest {

    @Test
    void theOpenSampleWorksForAnybody() {
        try (SampleServer server = Samples.open();
                McpSyncClient client = client(server, HttpRequest.newBuilder())) {
            assertEquals("sample-open", client.initialize().serverInfo().name());

            assertEquals(List.of("add", "echo", "time"), names(client));
            assertEquals("Echo: hello", text(client.callTool(call("echo", Map.of("message", "hello")))));
            assertEquals("5.5", text(client.callTool(call("add", Map.of("a", 2, "b", 3.5)))));
            assertTrue(ZonedDateTime.parse(text(client.callTool(call("time", Map.of("zone", "UTC")))))
                    .isAfter(ZonedDateTime.now().minusMinutes(1)));
            assertTrue(client.callTool(call("time", Map.of("zone", "Nowhere"))).isError());
            assertTrue(client.callTool(call("echo", Map.of())).isError());
        }
    }

    @Test
    void theOrdersSampleAnswersWithStructure() {
        try (SampleServer server = Samples.orders();
                McpSyncClient client = client(server, HttpRequest.newBuilder().header("X-Api-Key", "demo-key"))) {
            client.initialize();

            CallToolResult order = client.callTool(call("lookup_order", Map.of("id", "1002")));

            assertEquals(List.of("list_orders", "lookup_order"), names(client));
            assertEquals("Grace", ((Map<?, ?>) order.structuredContent()).get("customer"));
            assertFalse(client.callTool(call("list_orders", Map.of())).isError());
            assertTrue(client.callTool(call("lookup_order", Map.of("id", "1"))).isError());
        }
    }

    @Test
    void theKeyMayBeABearerToken() {
        try (SampleServer server = Samples.orders();
                McpSyncClient client =
                        client(server, HttpRequest.newBuilder().header("Authorization", "Bearer demo-key"))) {
            assertEquals("sample-orders", client.initialize().serverInfo().name());
        }
    }

    @Test
    void withoutTheKeyThereIsNothing() {
        try (SampleServer server = Samples.orders();
                McpSyncClient client = client(server, HttpRequest.newBuilder())) {
            assertThrows(RuntimeException.class, client::initialize);

            given().body("{}").post(server.url()).then().statusCode(401);
            given().header("X-Api-Key", "guess")
                    .body("{}")
                    .post(server.url())
                    .then()
                    .statusCode(401);
            assertEquals(0, server.sessionsOpened());
        }
    }

    @Test
    void sessionsAreCounted() {
        try (SampleServer server = Samples.open()) {
            McpSyncClient first = client(server, HttpRequest.newBuilder());
            McpSyncClient second = client(server, HttpRequest.newBuilder());
            first.initialize();
            second.initialize();
            assertEquals(2, server.sessionsOpened());
            assertEquals(0, server.sessionsClosed());

            first.closeGracefully();

            await().untilAsserted(() -> assertEquals(1, server.sessionsClosed()));
            second.closeGracefully();
        }
    }

    @Test
    void anUnknownSessionIsNotFoundAndNoneIsABadRequest() {
        try (SampleServer server = Samples.open()) {
            String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

            given().header("Mcp-Session-Id", "gone")
                    .body(ping)
                    .post(server.url())
                    .then()
                    .statusCode(404);
            given().header("Mcp-Session-Id", "gone").delete(server.url()).then().statusCode(404);
            given().body(ping).post(server.url()).then().statusCode(400);
            given().body("no json").post(server.url()).then().statusCode(400);
            given().put(server.url()).then().statusCode(405);
        }
    }

    @Test
    void aWebPageIsRefused() {
        try (SampleServer server = Samples.open()) {
            given().header("Origin", "https://evil.example")
                    .body("{}")
                    .post(server.url())
                    .then()
                    .statusCode(403);
        }
    }

    private static McpSyncClient client(SampleServer server, HttpRequest.Builder request) {
        URI url = URI.create(server.url());
        return McpClient.sync(HttpClientStreamableHttpTransport.builder("http://" + url.getAuthority())
                        .endpoint(url.getPath())
                        .requestBuilder(request)
                        .build())
                .build();
    }

    private static List<String> names(McpSyncClient client) {
        return client.listTools().tools().stream().map(Tool::name).sorted().toList();
    }

    private static CallToolRequest call(String tool, Map<String, Object> arguments) {
        return CallToolRequest.builder(tool).arguments(arguments).build();
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }
}
