package org.trunkline.connection.transports;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.net.ProxyOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.outbound.Target;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.transports.ScriptedServer.HELLO;
import static org.trunkline.connection.transports.ScriptedServer.answer;
import static org.trunkline.connection.transports.ScriptedServer.json;

/** The way to servers through proxies (librechat.md, C.8). The scripted server is the proxy, and answers itself. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ProxyTest {

    private static final String NOBODY = "http://127.0.0.1:1/mcp";

    private ScriptedServer proxy;

    @BeforeEach
    void startProxy() {
        registry().reset();
        proxy = new ScriptedServer();
        proxy.on("tools/call", (request, message) -> json(request.response(), answer(message, HELLO)));
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    @Test
    void aServersProxyIsTheWayToIt() {
        registry().declare("far", config(NOBODY, proxy.url().replace("/mcp", "")));

        call().statusCode(200).body("content[0].text", equalTo("hello"));

        assertTrue(proxy.targets().contains(NOBODY), proxy.targets()::toString);
    }

    @Test
    void whatTheGuardDoesNotAdmitIsNotAskedOfTheProxy() {
        registry().declare("far", config("http://10.0.0.1:1/mcp", proxy.url()));

        call().statusCode(403);

        assertEquals(0, proxy.targets().size());
    }

    @Test
    void aProxyThatIsNotThereIsTold() {
        registry().declare("far", config(NOBODY, "http://127.0.0.1:1"));
        call().statusCode(502).body("message", containsString("'far'"));

        registry().declare("far", config(NOBODY, "https://user:secret@127.0.0.1"));
        call().statusCode(502).body("message", equalTo("MCP server 'far': its proxy is not one that can be used"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "http://own:1   | http://all:2 | http://plain:3 | http://secure:4 | *              | http://a.example  | own:1",
                "-              | http://all:2 | http://plain:3 | http://secure:4 | *              | http://a.example  | all:2",
                "-              |              | http://plain:3 | http://secure:4 |                | http://a.example  | plain:3",
                "-              |              | http://plain:3 | http://secure:4 |                | wss://a.example   | secure:4",
                "-              |              | http://plain   |                 | other          | http://a.example  | plain:8080",
                "-              |              | socks://plain  |                 |                | http://a.example  | plain:1080",
                "-              |              | http://plain:3 |                 | example        | http://a.example  | -",
                "-              |              | http://plain:3 |                 | .a.example     | http://a.example  | -",
                "-              |              | http://plain:3 |                 | b, *.example   | http://A.example  | -",
                "-              |              | http://plain:3 |                 | ample          | http://a.example  | plain:3",
                "-              |              | http://plain:3 |                 | a.example:81   | http://a.example  | plain:3",
                "-              |              | http://plain:3 |                 | a.example:80   | http://a.example  | -",
                "-              |              |                | http://secure:4 |                | http://a.example  | -"
            })
    void theOperatorsProxiesAreForServersWithoutOne(
            String own, String all, String http, String https, String none, String target, String proxy) {
        Proxies proxies = proxies(Map.of(
                "trunkline.proxy.url", text(all),
                "trunkline.proxy.http", text(http),
                "trunkline.proxy.https", text(https),
                "trunkline.proxy.none", text(none)));

        ProxyOptions found = proxies.of(own, Target.parse(target).orElseThrow());

        assertEquals(proxy, found == null ? null : found.getHost() + ":" + found.getPort());
    }

    @Test
    void theEnvironmentNamesProxiesAsItDoesForOthers() {
        Proxies proxies = proxies(Map.of("https_proxy", "http://u:p%40ss@lower:1", "NO_PROXY", "b.example"));

        ProxyOptions found = proxies.of(null, Target.parse("https://a.example").orElseThrow());

        assertEquals("lower u p@ss", found.getHost() + " " + found.getUsername() + " " + found.getPassword());
        assertEquals(null, proxies.of(null, Target.parse("https://b.example").orElseThrow()));
    }

    private static Proxies proxies(Map<String, String> settings) {
        return new Proxies(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(ProxyConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(ProxyConfig.class));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private static String config(String url, String proxy) {
        return "{'type':'http','url':'" + url + "','proxy':'" + proxy + "'}";
    }

    private static ValidatableResponse call() {
        return as("alice").body("{}").post("/api/mcp/far/tools/echo/call").then();
    }
}
