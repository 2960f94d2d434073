package org.trunkline.registry.capabilities;

import java.util.Map;

import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;

/** Roles of the tests' own, so that they do not change what users of other tests may do. */
public final class Roles {

    private Roles() {}

    /** A token of a user with that role. */
    public static String token(String user, String role) {
        return Tokens.of(
                user, claims -> claims.claim("role", role).claim("name", user).claim("preferred_username", user));
    }

    /** Makes a role known and says what it may do. */
    public static void set(String role, Map<String, Boolean> capabilities) {
        Servers.as(token("first-of-" + role, role)).get(Servers.PATH);
        Servers.as(Tokens.ofAdmin()).body(capabilities).put(path(role)).then().statusCode(200);
    }

    static String path(String role) {
        return "/api/roles/" + role + "/mcp-servers";
    }
}
