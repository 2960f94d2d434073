package org.trunkline.connection.transports;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.testbed.SecureServer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/**
 * Every transport through every kind of proxy. Nobody listens where the servers' URLs lead: what answers was reached
 * through the proxy.
 */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
@QuarkusTestResource(SecureServer.class)
class ProxiedTest {

    private static final ScriptedServer STREAMABLE = new ScriptedServer();
    private static final ScriptedSse SSE = new ScriptedSse();
    private static final ScriptedWebSocket WEB_SOCKET = new ScriptedWebSocket();
    private static Vertx vertx;
    private static int plainPort;

    private LogListener log;
    private ProxyServer proxy;

    /** @param asked what the proxy is asked for */
    record Way(String proxy, boolean guarded, String type, String url, String asked) {

        boolean secure() {
            return url.startsWith("https") || url.startsWith("wss");
        }

        /** Of the server with TLS, what it knows of its client. */
        String answer() {
            return !secure() ? "hello" : type.equals("http") ? "CN=trunkline" : "over WebSocket";
        }
    }

    static Stream<Way> ways() {
        List<Way> ways = new ArrayList<>();
        for (boolean guarded : List.of(false, true)) {
            ways.add(new Way("http", guarded, "http", "http://127.0.0.1:1/mcp", "POST http://127.0.0.1:1/mcp"));
            ways.add(new Way("http", guarded, "sse", "http://127.0.0.1:1/sse", "GET http://127.0.0.1:1/sse"));
            ways.add(new Way("http", guarded, "http", "https://127.0.0.1:1/mcp", "CONNECT 127.0.0.1:1"));
            ways.add(new Way("http", guarded, "websocket", "ws://127.0.0.1:1/", "CONNECT 127.0.0.1:1"));
            ways.add(new Way("http", guarded, "websocket", "wss://127.0.0.1:1/", "CONNECT 127.0.0.1:1"));
            ways.add(new Way("socks5", guarded, "http", "http://127.0.0.1:1/mcp", "SOCKS 127.0.0.1:1"));
            ways.add(new Way("socks", guarded, "sse", "http://127.0.0.1:1/sse", "SOCKS 127.0.0.1:1"));
            ways.add(new Way("socks5", guarded, "http", "https://127.0.0.1:1/mcp", "SOCKS 127.0.0.1:1"));
            ways.add(new Way("socks5", guarded, "websocket", "ws://127.0.0.1:1/", "SOCKS 127.0.0.1:1"));
            ways.add(new Way("socks5", guarded, "websocket", "wss://127.0.0.1:1/", "SOCKS 127.0.0.1:1"));
        }
        return ways.stream();
    }

    @BeforeAll
    static void startServers() {
        Stream.of(STREAMABLE, SSE, WEB_SOCKET).forEach(OddServer::recover);
        vertx = Vertx.vertx();
        plainPort = serve();
    }

    @AfterAll
    static void stopServers() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        Stream.of(STREAMABLE, SSE, WEB_SOCKET).forEach(OddServer::close);
    }

    @BeforeEach
    void listen() {
        registry().reset();
        log = new LogListener();
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
        log.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void aServersProxyIsTheWayToIt(Way way) {
        int securePort = URI.create(SecureServer.url("https")).getPort();
        proxy = new ProxyServer(way.guarded(), way.secure() ? securePort : plainPort);
        declare(way.type(), way.url(), proxy.url(way.proxy()));

        call().statusCode(200).body("content[0].text", equalTo(way.answer()));

        assertThat(proxy.asked(), hasItem(way.asked()));
        assertNothingIsTold(log.text());
    }

    @ParameterizedTest
    @CsvSource({
        "http,   http,      http://127.0.0.1:1/mcp,  HTTP 407",
        "http,   http,      https://127.0.0.1:1/mcp, its proxy does not connect to it",
        "http,   websocket, ws://127.0.0.1:1/,       its proxy does not connect to it",
        "socks5, http,      http://127.0.0.1:1/mcp,  its proxy does not connect to it",
        "socks5, websocket, wss://127.0.0.1:1/,      its proxy does not connect to it"
    })
    void aProxyThatRefusesTheCredentialIsTold(String scheme, String type, String url, String words) {
        proxy = new ProxyServer(true, plainPort);
        declare(type, url, proxy.url(scheme).replace(ProxyServer.USER, "somebody"));

        String answer = call().statusCode(502)
                .body("message", containsString(words))
                .extract()
                .asString();

        assertNothingIsTold(answer);
        assertNothingIsTold(log.text());
    }

    private static void assertNothingIsTold(String text) {
        assertThat(text, not(containsString(ProxyServer.PASSWORD)));
        assertThat(text, not(containsString(ProxyServer.encoded(ProxyServer.PASSWORD))));
    }

    private static int serve() {
        Map<String, Handler<HttpServerRequest>> sites = Map.of(
                "/mcp", STREAMABLE::serve, "/sse", SSE::handle, "/messages", SSE::handle, "/", WEB_SOCKET::handle);
        return vertx.createHttpServer(new HttpServerOptions().setWebSocketSubProtocols(List.of("mcp")))
                .requestHandler(request -> sites.get(request.path()).handle(request))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static void declare(String type, String url, String proxy) {
        registry()
                .declare(
                        "far",
                        "{'type':'" + type + "','url':'" + url + "','proxy':'" + proxy
                                + "','tls':'corporate','requiresOAuth':false}");
    }

    private static ValidatableResponse call() {
        return as("alice").body("{}").post("/api/mcp/far/tools/echo/call").then();
    }
}
