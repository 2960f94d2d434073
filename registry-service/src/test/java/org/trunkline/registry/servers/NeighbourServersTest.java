package org.trunkline.registry.servers;

import java.util.List;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class NeighbourServersTest {

    private static final String PATH = "/internal/v1/servers";

    @Test
    void resolvesAServerForItsOwner() {
        String name = Servers.created("alice", "Resolved");

        Servers.asNeighbour("alice")
                .get(PATH + "/" + name)
                .then()
                .statusCode(200)
                .body("name", equalTo(name))
                .body("source", equalTo("user"))
                .body("id", notNullValue())
                .body("config.url", equalTo("https://a.example/mcp"))
                .body("permissions", equalTo(15))
                .body("revision", notNullValue());
    }

    @Test
    void resolvesADeclaredServerForEveryone() {
        Servers.asNeighbour("bob")
                .queryParam("role", "USER")
                .queryParam("group", "a", "b")
                .get(PATH + "/weather")
                .then()
                .statusCode(200)
                .body("source", equalTo("yaml"))
                .body("id", nullValue())
                .body("config.headers.X-Key", equalTo("operators-key"))
                .body("permissions", equalTo(1))
                .body("revision", notNullValue());
    }

    @Test
    void hidesWhatTheUserDoesNotSee() {
        String name = Servers.created("alice", "Hidden");

        Servers.asNeighbour("bob").get(PATH + "/" + name).then().statusCode(404);
        Servers.asNeighbour("bob").get(PATH).then().statusCode(200).body("name", not(hasItem(name)));
        Servers.asNeighbour("alice").get(PATH).then().statusCode(200).body("name", hasItem(name));
    }

    @Test
    void listsByName() {
        Servers.created("dora", "Zebra");
        Servers.created("dora", "Ant");

        List<String> names =
                Servers.asNeighbour("dora").get(PATH).then().extract().path("name");

        assertEquals(names.stream().sorted().toList(), names);
    }

    @Test
    void aListIsToldAgainOnlyWhenAServerOfItHasChanged() {
        String name = Servers.created("erin", "Tagged");
        String first = list("erin", null, 200);
        assertEquals(first, list("erin", first, 304));

        Servers.replace("erin", name, Map.of("type", "sse", "url", "https://a.example/sse"), null)
                .statusCode(200);
        String changed = list("erin", first, 200);
        assertNotEquals(first, changed);

        Servers.as(Tokens.of("erin")).delete(Servers.PATH + "/" + name).then().statusCode(200);
        assertNotEquals(changed, list("erin", changed, 200));
    }

    private static String list(String user, String known, int status) {
        RequestSpecification request = Servers.asNeighbour(user);
        return (known == null ? request : request.header("If-None-Match", known))
                .get(PATH)
                .then()
                .statusCode(status)
                .extract()
                .header("ETag");
    }

    @Test
    void aStampChangesWithConfigurationAndWithWhomTheServerIsSharedWith() {
        String name = Servers.created("alice", "Stamped");
        String id = Servers.as(Tokens.of("alice"))
                .get(Servers.PATH + "/" + name)
                .then()
                .extract()
                .path("dbId");
        String first = stamp(name);
        assertEquals(first, stamp(name));

        Servers.replace("alice", name, Map.of("type", "sse", "url", "https://a.example/sse"), null)
                .statusCode(200);
        String changed = stamp(name);
        assertNotEquals(first, changed);

        Servers.as(Tokens.ofAdmin())
                .body(Map.of("public", true))
                .put("/api/permissions/mcpServer/" + id)
                .then()
                .statusCode(200);
        assertNotEquals(changed, stamp(name));

        Servers.as(Tokens.of("alice")).delete(Servers.PATH + "/" + name).then().statusCode(200);
        assertNull(stamp(name));
    }

    @Test
    void aStampBeginsWithTheRevision() {
        for (String name : List.of("weather", Servers.created("alice", "Revised"))) {
            String revision = Servers.asNeighbour("alice")
                    .get(PATH + "/" + name)
                    .then()
                    .extract()
                    .path("revision");

            assertTrue(stamp(name).startsWith(revision + "/"), stamp(name));
        }
    }

    @Test
    void listsDeclaredServersWhomeverTheyAreFor() {
        given().auth()
                .oauth2(Tokens.ofService())
                .get("/internal/v1/declared-servers")
                .then()
                .statusCode(200)
                .body("name", hasItem("weather"))
                .body("source", everyItem(equalTo("yaml")));
        given().auth()
                .oauth2(Tokens.of("alice"))
                .get("/internal/v1/declared-servers")
                .then()
                .statusCode(401);
    }

    private static String stamp(String name) {
        return given().auth()
                .oauth2(Tokens.ofService())
                .contentType(ContentType.JSON)
                .body(List.of(name))
                .post("/internal/v1/server-stamps")
                .then()
                .statusCode(200)
                .extract()
                .path("'" + name + "'");
    }

    @Test
    void wantsToKnowTheUser() {
        given().auth()
                .oauth2(Tokens.ofService())
                .get(PATH)
                .then()
                .statusCode(400)
                .body("errors[0].path[0]", equalTo("user"));
    }

    @Test
    void isClosedToUsersAndTheApiToServices() {
        given().auth()
                .oauth2(Tokens.of("alice"))
                .queryParam("user", "alice")
                .get(PATH)
                .then()
                .statusCode(401);
        given().queryParam("user", "alice").get(PATH).then().statusCode(401);
        given().auth().oauth2(Tokens.ofService()).get(Servers.PATH).then().statusCode(401);
    }
}
