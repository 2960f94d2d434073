package org.trunkline.registry.sharing;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.capabilities.Roles;
import org.trunkline.registry.servers.Servers;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class SharingTest {

    @BeforeEach
    void prepare() {
        Shared.prepare("ann", "ben", "cem");
        Shared.prepareGroups("ops");
    }

    /** http_contract.json, http-68. */
    @Test
    void listsTheRoles() {
        Servers.as(Tokens.of("ann"))
                .get(Shared.PATH + "roles")
                .then()
                .statusCode(200)
                .body("accessRoleId", equalTo(List.of(Shared.VIEWER, Shared.EDITOR, Shared.OWNER)))
                .body("permBits", equalTo(List.of(1, 3, 15)))
                .body("name[0]", equalTo("com_ui_mcp_server_role_viewer"))
                .body("description[0]", equalTo("com_ui_mcp_server_role_viewer_desc"));
    }

    @Test
    void sharesWithUsersGroupsRolesAndEveryone() {
        // given
        String id = Shared.created("ann");
        String end = "2099-01-31T00:00:00Z";

        // when
        Shared.put(
                        "ann",
                        id,
                        Map.of(
                                "updated",
                                List.of(
                                        Map.of(
                                                "type",
                                                "user",
                                                "id",
                                                "ben",
                                                "accessRoleId",
                                                Shared.EDITOR,
                                                "expiresAt",
                                                end),
                                        Shared.grant("group", "ops", Shared.VIEWER),
                                        Shared.grant("role", Shared.SHARER, Shared.VIEWER)),
                                "public",
                                true,
                                "publicAccessRoleId",
                                Shared.VIEWER))
                .statusCode(200)
                .body("message", equalTo("Permissions updated successfully"))
                .body("results.principals", hasSize(3))
                .body("results.public", equalTo(true))
                .body("results.publicAccessRoleId", equalTo(Shared.VIEWER));

        // then
        Servers.as(Shared.token("ann"))
                .get(Shared.PATH + id)
                .then()
                .statusCode(200)
                .body("resourceType", equalTo("mcpServer"))
                .body("resourceId", equalTo(id))
                .body("principals.id", containsInAnyOrder("ann", "ben", "ops", Shared.SHARER))
                .body("principals.find { it.id == 'ben' }.type", equalTo("user"))
                .body("principals.find { it.id == 'ben' }.name", equalTo("ben"))
                .body("principals.find { it.id == 'ben' }.accessRoleId", equalTo(Shared.EDITOR))
                .body("principals.find { it.id == 'ben' }.expiresAt", equalTo(end))
                .body("principals.find { it.id == 'ops' }.type", equalTo("group"))
                .body("public", equalTo(true))
                .body("publicAccessRoleId", equalTo(Shared.VIEWER));
        assertEquals(3, Shared.bits("ben", id));
        assertEquals(1, Shared.bits("cem", id));
    }

    @Test
    void takesBackWhatWasShared() {
        // given
        String id = Shared.created("ann");
        Shared.share("ann", id, Shared.grant("user", "ben", Shared.EDITOR)).statusCode(200);
        Shared.put("ann", id, Map.of("public", true)).statusCode(200);
        Map<String, Object> back = Map.of("removed", List.of(Shared.principal("user", "ben")), "public", false);

        // when
        Shared.put("ann", id, back).statusCode(200).body("results.public", equalTo(false));

        // then
        assertEquals(404, Shared.status("ben", id));
        Shared.put("ann", id, back).statusCode(200);
        Servers.as(Shared.token("ann"))
                .get(Shared.PATH + id)
                .then()
                .body("principals.id", equalTo(List.of("ann")))
                .body("public", equalTo(false))
                .body("publicAccessRoleId", nullValue());
    }

    @Test
    void grantsWhoIsBothUpdatedAndRemoved() {
        String id = Shared.created("ann");

        Shared.put(
                        "ann",
                        id,
                        Map.of(
                                "updated", List.of(Shared.grant("user", "ben", Shared.VIEWER)),
                                "removed", List.of(Shared.principal("user", "ben"))))
                .statusCode(200);

        assertEquals(1, Shared.bits("ben", id));
    }

    @Test
    void refusesByNameAndChangesNothing() {
        // given
        String id = Shared.created("ann");

        // when
        Shared.put(
                        "ann",
                        id,
                        Map.of(
                                "updated",
                                List.of(
                                        Shared.grant("user", "ben", Shared.VIEWER),
                                        Shared.grant("user", "nobody", Shared.VIEWER),
                                        Shared.grant("group", "nogroup", Shared.VIEWER),
                                        Shared.grant("role", "NOROLE", Shared.VIEWER),
                                        Shared.grant("robot", "r2", Shared.VIEWER),
                                        Shared.grant("public", "all", Shared.VIEWER),
                                        Shared.grant("user", "cem", "mcpServer_king"),
                                        Map.of(
                                                "type",
                                                "group",
                                                "id",
                                                "ops",
                                                "accessRoleId",
                                                Shared.VIEWER,
                                                "expiresAt",
                                                "2001-01-01T00:00:00Z"),
                                        Map.of()),
                                "removed",
                                List.of(Shared.principal("user", "nobody"))))
                .statusCode(400)
                .contentType("application/problem+json")
                .body(
                        "errors.message",
                        containsInAnyOrder(
                                "There is no user 'nobody'",
                                "There is no user 'nobody'",
                                "There is no group 'nogroup'",
                                "There is no role 'NOROLE'",
                                "Unknown principal type 'robot': user, group or role is expected",
                                "Unknown principal type 'public': user, group or role is expected",
                                "Unknown role 'mcpServer_king' for user 'cem'",
                                "The end of the grant for group 'ops' is past",
                                "Unknown principal type 'null': user, group or role is expected",
                                "Required"));

        // then
        assertEquals(404, Shared.status("ben", id));
        Shared.put("ann", id, Map.of("public", true, "publicAccessRoleId", "x")).statusCode(400);
        Shared.put("ann", id, Map.of("updated", "ben")).statusCode(400);
        Servers.as(Shared.token("ann")).body("[]").put(Shared.PATH + id).then().statusCode(400);
        assertEquals(404, Shared.status("ben", id));
    }

    @Test
    void tellsNobodyElseThatAServerIsThere() {
        // given
        String id = Shared.created("ann");
        Shared.share("ann", id, Shared.grant("user", "cem", Shared.EDITOR)).statusCode(200);
        Map<String, Object> change = Map.of("updated", List.of());

        for (String absent : List.of(id, "0123456789abcdef01234567", "weather")) {
            Servers.as(Shared.token("ben")).get(Shared.PATH + absent).then().statusCode(404);
            Servers.as(Shared.token("ben"))
                    .get(Shared.PATH + absent + "/effective")
                    .then()
                    .statusCode(404);
            Servers.as(Shared.token("ben"))
                    .get(Shared.PATH + absent + "/explain?user=ben")
                    .then()
                    .statusCode(404);
            Shared.put("ben", absent, change)
                    .statusCode(404)
                    .body("error", equalTo("Not Found"))
                    .body("message", equalTo("mcpServer not found"));
        }
        Servers.as(Shared.token("ben"))
                .get(Shared.PATH + "effective/all")
                .then()
                .statusCode(200)
                .body("$", not(hasKey(id)));
        Shared.put("cem", id, change)
                .statusCode(403)
                .body("error", equalTo("Forbidden"))
                .body("message", equalTo("Insufficient permissions to access this mcpServer"));
        Servers.as(Shared.token("cem")).get(Shared.PATH + id).then().statusCode(403);
        Servers.as(Shared.token("cem"))
                .get(Shared.PATH + "effective/all")
                .then()
                .body(id, equalTo(3));
    }

    @Test
    void needsTheCapabilitiesToShare() {
        // given
        Roles.set("QUIET", Map.of("SHARE", true, "SHARE_PUBLIC", false));
        String id = Shared.created("ann");
        Shared.put("ann", id, Map.of("public", true)).statusCode(200);
        String quiet = Roles.token("ann", "QUIET");

        // when
        Servers.as(Tokens.of("ann"))
                .body(Map.of())
                .put(Shared.PATH + id)
                .then()
                .statusCode(403)
                .body("message", equalTo("You do not have permission to share mcpServer resources"));
        Servers.as(quiet)
                .body(Map.of("public", true, "publicAccessRoleId", Shared.EDITOR))
                .put(Shared.PATH + id)
                .then()
                .statusCode(403)
                .body("message", equalTo("You do not have permission to share mcpServer resources publicly"));

        // then
        Servers.as(quiet)
                .body(Map.of("public", true, "updated", List.of(Shared.grant("user", "ben", Shared.EDITOR))))
                .put(Shared.PATH + id)
                .then()
                .statusCode(200)
                .body("results.publicAccessRoleId", equalTo(Shared.VIEWER));
        Servers.as(quiet)
                .body(Map.of("public", false))
                .put(Shared.PATH + id)
                .then()
                .statusCode(200);
        Servers.as(quiet)
                .body(Map.of("public", true))
                .put(Shared.PATH + id)
                .then()
                .statusCode(403);
    }

    @Test
    void letsAdministratorsShareWhatIsNotTheirs() {
        String id = Shared.created("ann");

        Servers.as(Tokens.ofAdmin())
                .body(Map.of("updated", List.of(Shared.grant("user", "ben", Shared.OWNER))))
                .put(Shared.PATH + id)
                .then()
                .statusCode(200);

        assertEquals(15, Shared.bits("ben", id));
    }

    @Test
    void knowsNoOtherTypes() {
        for (String path : List.of("roles", "effective/all", "1", "1/effective", "1/explain")) {
            Servers.as(Tokens.of("ann"))
                    .get("/api/permissions/agent/" + path)
                    .then()
                    .statusCode(400)
                    .body("error", equalTo("Bad Request"))
                    .body("message", equalTo("Unsupported resource type: agent"));
        }
    }

    @Test
    void endsWithTheServer() {
        // given
        String id = Shared.created("ann");
        Shared.share("ann", id, Shared.grant("user", "ben", Shared.OWNER)).statusCode(200);
        String name =
                Servers.as(Shared.token("ann")).get(Servers.PATH).path("find { it.value.dbId == '" + id + "' }.key");

        // when
        Servers.as(Shared.token("ben")).delete(Servers.PATH + "/" + name).then().statusCode(200);

        // then
        assertEquals(404, Shared.status("ann", id));
        Shared.put("ann", id, Map.of()).statusCode(404);
    }

    @Test
    void keepsTheTimeOfAGrantThatIsRepeated() {
        // given
        String id = Shared.created("ann");
        Map<String, String> grant = Map.of(
                "type",
                "user",
                "id",
                "ben",
                "accessRoleId",
                Shared.VIEWER,
                "expiresAt",
                Instant.now().plusSeconds(3600).toString());

        // when
        Shared.share("ann", id, grant).statusCode(200);
        var first = Servers.as(Shared.token("ann")).get(Shared.PATH + id).asString();
        Shared.share("ann", id, grant).statusCode(200);

        // then
        assertEquals(
                first, Servers.as(Shared.token("ann")).get(Shared.PATH + id).asString());
    }
}
