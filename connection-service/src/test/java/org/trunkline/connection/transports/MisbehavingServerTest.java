package org.trunkline.connection.transports;

import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.hamcrest.Matchers.equalTo;
import static org.trunkline.connection.transports.ScriptedServer.HELLO;
import static org.trunkline.connection.transports.ScriptedServer.answer;
import static org.trunkline.connection.transports.ScriptedServer.eventStream;
import static org.trunkline.connection.transports.ScriptedServer.json;

/** Servers over streamable HTTP. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class MisbehavingServerTest extends MisbehaviourTest<ScriptedServer> {

    static Stream<Misbehaviour<ScriptedServer>> table() {
        return Misbehaviours.table();
    }

    @Override
    Stream<Misbehaviour<ScriptedServer>> rows() {
        return table();
    }

    @Override
    ScriptedServer start() {
        return new ScriptedServer();
    }

    @Test
    void readsAStreamThatComesInPiecesWithOtherMessagesBefore() {
        server.register("");
        server.on("tools/call", (request, message) -> {
            eventStream(request).write(": comment\r\nid: 1\r\nevent: mess");
            request.response().write("age\r\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",");
            request.response().write("\"params\":{\"level\":\"info\",\"data\":\"x\"}}\r\n\r\n");
            request.response().write("data: {\"jsonrpc\":\"2.0\",\"id\":" + message.getValue("id") + ",\n");
            request.response().end("data: \"result\":" + HELLO + "}\n\n");
        });

        call().statusCode(200).body("content[0].text", equalTo("hello"));
    }

    @Test
    void readsABatch() {
        server.register("");
        server.on(
                "tools/call",
                (request, message) -> json(
                        request.response(),
                        "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"},"
                                + answer(message, HELLO) + "]"));

        call().statusCode(200).body("content[0].text", equalTo("hello"));
    }
}
