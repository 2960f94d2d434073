package org.trunkline.registry.servers;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.registry.access.Permission;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class RedactionTest {

    /** What an inspection finds out about a server is kept beside its configuration: see InspectionTest. */
    private static final List<String> INSPECTED =
            List.of("capabilities", "tools", "toolFunctions", "initDuration", "inspectionFailed");

    /** For servers that are reached through an agent; Trunkline has no agents. */
    private static final String THROUGH_AN_AGENT = "consumeOnly";

    /** Of the stored document, not of its configuration as in LibreChat: what was given is not repeated. */
    private static final List<String> OF_THE_DOCUMENT = List.of("updatedAt", "dbId", "source");

    /** Told beyond LibreChat's list, as it is configured: so a user sees why a server is not connected yet, or slow. */
    private static final List<String> TIMES = List.of("startup", "timeout", "initTimeout");

    /** Unlike in LibreChat it says whether a change would be accepted: of a declared server none is. */
    private static final String WHETHER_IT_CAN_BE_EDITED = "canEdit";

    private final ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static Stream<Case> cases() {
        return CaseFiles.of("redaction_and_classification")
                .filter(example -> example.input().path("fn").asText().equals("redact"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsWhatLibreChatTells(Case example) throws JsonProcessingException {
        // given
        VisibleServer server = server(example);
        ObjectNode expected = example.expect().deepCopy();
        expected.remove(INSPECTED);
        expected.remove(OF_THE_DOCUMENT);
        expected.remove(THROUGH_AN_AGENT);

        // when
        ObjectNode told = (ObjectNode) json.readTree(json.writeValueAsString(RedactedServer.of(server)));

        // then
        boolean editable = server.source() == ServerSource.MANAGED && server.allows(Permission.EDIT);
        assertEquals(editable, told.remove(WHETHER_IT_CAN_BE_EDITED).asBoolean());
        assertEquals(server.id().toHexString(), told.path("dbId").asText());
        assertEquals(server.source().value(), told.path("source").asText());
        assertEquals(server.updatedAt().toEpochMilli(), told.path("updatedAt").asLong());
        told.remove(OF_THE_DOCUMENT);
        TIMES.forEach(time -> assertEquals(example.input().path("config").path(time), told.path(time)));
        told.remove(TIMES);
        assertEquals(expected, told);
    }

    private VisibleServer server(Case example) throws JsonProcessingException {
        boolean users =
                "user".equals(example.input().path("config").path("source").asText());
        int permissions =
                Permission.VIEW.bit() + (example.input().path("canEdit").asBoolean() ? Permission.EDIT.bit() : 0);
        return new VisibleServer(
                "one",
                users ? ServerSource.MANAGED : ServerSource.DECLARED,
                new ObjectId(),
                json.treeToValue(example.input().path("config"), ServerConfig.class),
                permissions,
                users && Permission.EDIT.in(permissions),
                "r-1",
                Instant.ofEpochMilli(1_700_000_000_000L),
                null,
                null);
    }
}
