package org.trunkline.connection.transports;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;

/** The service without any allowance: nothing private is dialled. */
@QuarkusTest
@TestProfile(OutboundGuardTest.NothingAllowed.class)
class OutboundGuardTest {

    private ServerSocketChannel listener;

    @BeforeEach
    void listen() throws IOException {
        registry().reset();
        listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        listener.configureBlocking(false);
    }

    @AfterEach
    void stopListening() throws IOException {
        listener.close();
    }

    @Test
    void aPrivateAddressIsRefusedAndNeverConnected() throws IOException {
        registry().manage("alice", "inside", config("127.0.0.1"));

        call("inside")
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:trunkline:problem:target-not-allowed"))
                .body("error", equalTo("MCP_DOMAIN_NOT_ALLOWED"))
                .body("message", equalTo("Resolved MCP server URL is not allowed by the configured domain policy."))
                .body(not(containsString("127.0.0.1")));

        assertNull(listener.accept(), "somebody connected");
        as("alice")
                .get("/api/mcp/connection/status")
                .then()
                .body("connectionStatus.inside.connectionState", equalTo("error"))
                .body("connectionStatus.inside.error", containsString("not allowed"));
    }

    @Test
    void declaredServersAreUnderTheSameRule() throws IOException {
        registry().declare("spelled", config("0x7f.1"));
        registry().declare("mapped", config("[::ffff:127.0.0.1]"));
        registry().declare("named", config("localhost"));

        List.of("spelled", "mapped", "named").forEach(server -> call(server).statusCode(403));

        assertNull(listener.accept(), "somebody connected");
    }

    @Test
    void anInspectionDialsNothingPrivateEither() throws IOException {
        String body = "{'source':'user','config':" + config("127.0.0.1") + "}";

        given().auth()
                .oauth2(ConnectionTestBed.identity().serviceToken("registry-service"))
                .contentType("application/json")
                .body(body.replace('\'', '"'))
                .post("/internal/v1/inspections")
                .then()
                .statusCode(200)
                .body("failure", equalTo("NOT_ALLOWED"))
                .body(not(containsString("127.0.0.1")));

        assertNull(listener.accept(), "somebody connected");
    }

    @Test
    void reinitializingSaysThatItFailed() throws IOException {
        registry().manage("alice", "again", config("127.0.0.1"));

        as("alice")
                .post("/api/mcp/again/reinitialize")
                .then()
                .statusCode(200)
                .body("success", equalTo(false))
                .body("failureReason", equalTo("initialization_failed"));
    }

    @Test
    void anUnknownNameIsUnreachableAndNotRefused() {
        registry().manage("alice", "typo", "{'type':'streamable-http','url':'https://no-such-host.invalid/mcp'}");

        call("typo")
                .statusCode(502)
                .body("type", equalTo("urn:trunkline:problem:upstream-unreachable"))
                .body("message", containsString("its host name is not known"));
    }

    @Test
    void whatIsNoUrlIsUnreachable() {
        registry().manage("alice", "garbled", "{'type':'streamable-http','url':'https://a..b/mcp'}");

        call("garbled").statusCode(502).body("message", containsString("not one that can be dialled"));
    }

    private static ValidatableResponse call(String server) {
        return as("alice")
                .body("{}")
                .post("/api/mcp/" + server + "/tools/echo/call")
                .then();
    }

    private String config(String host) throws IOException {
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        return "{'type':'streamable-http','url':'http://" + host + ":" + port + "/mcp'}";
    }

    /** The test bed without the allowance that other tests need. */
    public static final class NothingAllowed implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ConnectionTestBed.class, Map.of(ConnectionTestBed.GUARDED, "true")));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }
}
