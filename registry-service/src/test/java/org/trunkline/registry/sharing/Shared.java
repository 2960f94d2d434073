package org.trunkline.registry.sharing;

import java.util.List;
import java.util.Map;

import io.restassured.response.ValidatableResponse;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.capabilities.Roles;
import org.trunkline.registry.servers.Servers;

/** The requests that tests of sharing make, as users whose role may share. */
final class Shared {

    static final String PATH = "/api/permissions/mcpServer/";
    static final String SHARER = "SHARER";
    static final String VIEWER = "mcpServer_viewer";
    static final String EDITOR = "mcpServer_editor";
    static final String OWNER = "mcpServer_owner";

    private Shared() {}

    /** A token of a user who may share, and is known from now on. */
    static String token(String user) {
        return Roles.token(user, SHARER);
    }

    /** Lets the role share, also with everyone, and makes the users known. */
    static void prepare(String... users) {
        Roles.set(SHARER, Map.of("SHARE", true, "SHARE_PUBLIC", true));
        for (String user : users) {
            Servers.as(token(user)).get(Servers.PATH).then().statusCode(200);
        }
    }

    /** Makes groups known. */
    static void prepareGroups(String... groups) {
        Servers.as(Tokens.ofMember("member", groups)).get(Servers.PATH).then().statusCode(200);
    }

    /** Creates a server and tells its id. */
    static String created(String owner) {
        String name = Servers.created(owner, "Shared");
        return Servers.as(Tokens.ofAdmin()).get(Servers.PATH + "/" + name).path("dbId");
    }

    static ValidatableResponse put(String user, String id, Map<String, ?> change) {
        return Servers.as(token(user)).body(change).put(PATH + id).then();
    }

    static ValidatableResponse share(String user, String id, Map<String, String> updated) {
        return put(user, id, Map.of("updated", List.of(updated)));
    }

    static Map<String, String> grant(String type, String id, String role) {
        return Map.of("type", type, "id", id, "accessRoleId", role);
    }

    static Map<String, String> principal(String type, String id) {
        return Map.of("type", type, "id", id);
    }

    static int status(String user, String id) {
        return Servers.as(token(user)).get(PATH + id + "/effective").statusCode();
    }

    static int bits(String user, String id) {
        return Servers.as(token(user)).get(PATH + id + "/effective").path("permissionBits");
    }
}
