package org.trunkline.connection.transports;

import java.util.stream.Stream;

import static org.trunkline.connection.transports.Misbehaviour.Outcome.FAILED;
import static org.trunkline.connection.transports.PeerMisbehaviours.UNREACHABLE;

/** The table for stdio: what the child does, what the caller gets, what becomes of the session. */
final class ChildMisbehaviours {

    private ChildMisbehaviours() {}

    static Stream<Misbehaviour<ScriptedChild>> table() {
        return Stream.concat(
                PeerMisbehaviours.rows(
                        "the server process ended with exit code 137",
                        "the server process closed its output",
                        "a line of more than"),
                Stream.of(Misbehaviour.<ScriptedChild>of(
                                "an end at the start, with words", server -> server.failAtStart(4))
                        .fails(502, UNREACHABLE, "exit code 4", FAILED)));
    }
}
