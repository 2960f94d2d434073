package org.trunkline.registry.servers;

import java.util.List;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
