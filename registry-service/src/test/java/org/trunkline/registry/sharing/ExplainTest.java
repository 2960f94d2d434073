package org.trunkline.registry.sharing;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.AccessRole;
import org.trunkline.registry.access.Grant;
import org.trunkline.registry.access.Principal;
import org.trunkline.registry.access.PrincipalType;
import org.trunkline.registry.capabilities.Roles;
import org.trunkline.registry.servers.Servers;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class ExplainTest {

    @Inject
    AccessEntries access;

    @BeforeEach
    void prepare() {
        Shared.prepare("ann", "ben");
        Roles.set("POOR", Map.of("CREATE", false));
        Servers.as(Tokens.of("pia", claims -> claims.claim("role", "POOR").claim("groups", List.of("ops", "dev"))))
                .get(Servers.PATH)
                .then()
                .statusCode(200);
    }

    @Test
    void saysWhatAllowsAndWhatDenies() {
        // given
        String id = Shared.created("ann");
        Instant past = Instant.parse("2001-01-01T00:00:00Z");
        Shared.share("ann", id, Shared.grant("group", "ops", Shared.EDITOR)).statusCode(200);
        Shared.share("ann", id, Shared.grant("user", "ben", Shared.VIEWER)).statusCode(200);
        access.grant(
                new Grant(new Principal(PrincipalType.GROUP, "dev"), AccessRole.OWNER, past), new ObjectId(id), "ann");

        // when
        ValidatableResponse answer = explain("ann", id, "pia");

        // then
        String expired = "group 'dev' had mcpServer_owner, granted by user 'ann', but this expired at"
                + " 2001-01-01T00:00:00Z and counts for nothing";
        String granted = "group 'ops' has mcpServer_editor, granted by user 'ann'";
        answer.statusCode(200)
                .body("role", equalTo("POOR"))
                .body("groups", contains("dev", "ops"))
                .body("permissionBits", equalTo(3))
                .body("permissions.permission", contains("VIEW", "EDIT", "DELETE", "SHARE"))
                .body("permissions.allowed", contains(true, false, false, false))
                .body("permissions[0].reasons", containsInAnyOrder(granted, expired))
                .body(
                        "permissions[1].reasons",
                        containsInAnyOrder(granted, expired, "role 'POOR' lacks the capability CREATE, which it needs"))
                .body("permissions[3].reasons", hasItem("no entry that counts grants this user SHARE"));
    }

    @Test
    void agreesWithWhatHappens() {
        String id = Shared.created("ann");

        explain("ann", id, "ben").body("permissions.allowed", contains(false, false, false, false));
        explain("ann", id, "ann").body("permissions.allowed", contains(true, true, true, true));
        Servers.as(Tokens.ofAdmin()).get(Servers.PATH).then().statusCode(200);
        explain("ann", id, "carol")
                .body("permissionBits", equalTo(0))
                .body("permissions.allowed", contains(true, true, true, true))
                .body(
                        "permissions[0].reasons",
                        hasItem("an administrator sees and manages every managed server; to call its tools, an entry"
                                + " is needed"));
    }

    @Test
    void isForWhoMayShare() {
        String id = Shared.created("ann");
        Shared.share("ann", id, Shared.grant("user", "ben", Shared.EDITOR)).statusCode(200);

        explain("ben", id, "ann").statusCode(403);
        explain("ann", id, "nobody").statusCode(400).body("message", equalTo("There is no user 'nobody'"));
        explain("ann", id, "").statusCode(400).body("detail", equalTo("user: Required"));
        Servers.as(Tokens.ofAdmin())
                .get(Shared.PATH + id + "/explain?user=ben")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse explain(String who, String id, String user) {
        return Servers.as(Shared.token(who))
                .queryParam("user", user)
                .get(Shared.PATH + id + "/explain")
                .then();
    }
}
