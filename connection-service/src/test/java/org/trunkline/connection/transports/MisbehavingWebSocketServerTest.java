package org.trunkline.connection.transports;

import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.trunkline.connection.testbed.ConnectionTestBed;

/** Servers over WebSocket. */
@Tag("chaos")
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class MisbehavingWebSocketServerTest extends MisbehaviourTest<ScriptedWebSocket> {

    static Stream<Misbehaviour<ScriptedWebSocket>> table() {
        return WebSocketMisbehaviours.table();
    }

    @Override
    Stream<Misbehaviour<ScriptedWebSocket>> rows() {
        return table();
    }

    @Override
    ScriptedWebSocket start() {
        return new ScriptedWebSocket();
    }
}
