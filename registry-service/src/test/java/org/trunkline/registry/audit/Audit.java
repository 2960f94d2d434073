package org.trunkline.registry.audit;

import java.util.List;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;

/** The requests that tests make to the audit. */
public final class Audit {

    static final String PATH = "/api/admin/audit";

    private Audit() {}

    /** What an administrator is told; {@code query} begins with ? or is empty. */
    static ValidatableResponse page(String query) {
        return Servers.as(Tokens.ofAdmin()).get(PATH + query).then();
    }

    /** All entries of a server, by its name or dbId, in their order. */
    public static List<JsonPath> of(String server) {
        return exported("?server=" + server).lines().map(JsonPath::from).toList();
    }

    /** What was done to a server, in its order. */
    public static List<String> actions(String server) {
        return of(server).stream().map(entry -> entry.getString("action")).toList();
    }

    /** An export as it comes; {@code query} begins with ? or is empty. */
    public static String exported(String query) {
        return Servers.as(Tokens.ofAdmin())
                .get(PATH + "/export" + query)
                .then()
                .statusCode(200)
                .contentType("application/jsonl")
                .extract()
                .asString();
    }
}
