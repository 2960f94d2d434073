package org.trunkline.registry.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class DeclaredAuditTest {

    private static final String ENTRY = """
              audited:
                command: hidden-command
                args: [--token, hidden-argument]
                env: { TOKEN: hidden-variable, OTHER: "${hidden-name}" }
                oauth_headers: { X-Tenant: hidden-header }
                title: Audited
            """;

    private String before;

    @BeforeEach
    void remember() throws IOException {
        before = Files.readString(RegistryTestBed.declaredFile());
    }

    @AfterEach
    void putBack() throws IOException {
        Files.writeString(RegistryTestBed.declaredFile(), before);
    }

    @Test
    void tellsWhatTheOperatorDeclaresChangesAndWithdraws() throws IOException {
        // when
        declare(ENTRY, 1);
        declare(ENTRY.replace("hidden-variable", "hidden-other"), 2);
        declare(ENTRY + "    access: [{ group: ops, role: editor }]\n", 3);
        declare("", 4);

        // then
        List<JsonPath> told = Audit.of("audited");
        told.forEach(entry -> assertEquals("declared.changed", entry.getString("action")));
        told.forEach(entry -> assertNull(entry.get("actor")));
        assertNull(told.getFirst().get("before"));
        assertEquals("Audited", told.getFirst().getString("after.title"));
        assertEquals(List.of("TOKEN", "OTHER"), told.getFirst().getList("after.env"));
        assertEquals(List.of("everyone: viewer"), told.getFirst().getList("after.access"));
        assertNotEquals(told.get(1).getString("before.revision"), told.get(1).getString("after.revision"));
        assertEquals(List.of("group 'ops': editor"), told.get(2).getList("after.access"));
        assertEquals("Audited", told.get(3).getString("before.title"));
        assertNull(told.get(3).get("after"));
        String all = Audit.exported("?server=audited");
        assertFalse(all.contains("hidden-"), all);
    }

    private void declare(String entry, int entries) throws IOException {
        Files.writeString(RegistryTestBed.declaredFile(), before + entry);
        await().until(() -> Audit.of("audited").size() == entries);
    }
}
