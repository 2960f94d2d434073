package org.trunkline.connection.transports;

import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.trunkline.connection.testbed.ConnectionTestBed;

/** Servers on stdio. */
@Tag("chaos")
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class MisbehavingChildTest extends MisbehaviourTest<ScriptedChild> {

    static Stream<Misbehaviour<ScriptedChild>> table() {
        return ChildMisbehaviours.table();
    }

    @Override
    Stream<Misbehaviour<ScriptedChild>> rows() {
        return table();
    }

    @Override
    ScriptedChild start() {
        return new ScriptedChild();
    }
}
