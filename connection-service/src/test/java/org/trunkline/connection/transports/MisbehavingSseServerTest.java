package org.trunkline.connection.transports;

import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.trunkline.connection.testbed.ConnectionTestBed;

/** Servers over HTTP with SSE. */
@Tag("chaos")
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class MisbehavingSseServerTest extends MisbehaviourTest<ScriptedSse> {

    static Stream<Misbehaviour<ScriptedSse>> table() {
        return SseMisbehaviours.table();
    }

    @Override
    Stream<Misbehaviour<ScriptedSse>> rows() {
        return table();
    }

    @Override
    ScriptedSse start() {
        return new ScriptedSse();
    }
}
