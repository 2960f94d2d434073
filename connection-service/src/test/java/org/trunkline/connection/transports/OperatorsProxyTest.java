package org.trunkline.connection.transports;

import java.net.URI;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.trunkline.connection.testbed.Calls.call;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** The proxies that the environment names are the way to servers that name none, but for the exceptions. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
@QuarkusTestResource(value = OperatorsProxyTest.Environment.class, restrictToAnnotatedClass = true)
class OperatorsProxyTest {

    private static ProxyServer proxy;
    private static ScriptedServer server;

    @BeforeEach
    void reset() {
        registry().reset();
    }

    @Test
    void areTheWayToAServerThatNamesNone() {
        registry().declare("far", "{'type':'http','url':'http://127.0.0.1:1/mcp'}");

        call("alice", "far", "").statusCode(200).body("content[0].text", equalTo("hello"));

        assertThat(proxy.asked(), hasItem("POST http://127.0.0.1:1/mcp"));
    }

    @Test
    void areNotTheWayToAnException() {
        registry().declare("near", "{'type':'http','url':'http://127.0.0.1:2/mcp'}");

        call("alice", "near", "").statusCode(502).body("message", containsString("the connection was refused"));

        assertThat(proxy.asked(), not(hasItem("POST http://127.0.0.1:2/mcp")));
    }

    @Test
    void giveWayToTheServersOwn() {
        try (ProxyServer own = new ProxyServer(false, URI.create(server.url()).getPort())) {
            registry()
                    .declare(
                            "own",
                            "{'type':'http','url':'http://127.0.0.1:3/mcp','proxy':'" + own.url("socks5") + "'}");

            call("alice", "own", "").statusCode(200);

            assertThat(own.asked(), hasItem("SOCKS 127.0.0.1:3"));
            assertThat(proxy.asked(), not(hasItem("POST http://127.0.0.1:3/mcp")));
        }
    }

    /** With {@code HTTP_PROXY} and {@code NO_PROXY}, which the settings refer to. */
    public static final class Environment implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            server = new ScriptedServer();
            server.recover();
            proxy = new ProxyServer(true, URI.create(server.url()).getPort());
            return Map.of("HTTP_PROXY", proxy.url("http"), "NO_PROXY", "other.example,127.0.0.1:2");
        }

        @Override
        public void stop() {
            proxy.close();
            server.close();
        }
    }
}
