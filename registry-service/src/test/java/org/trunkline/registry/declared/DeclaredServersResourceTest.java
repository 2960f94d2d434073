package org.trunkline.registry.declared;

import java.io.IOException;
import java.nio.file.Files;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class DeclaredServersResourceTest {

    private static final String PATH = "/api/admin/declared-servers";

    private String before;

    @BeforeEach
    void remember() throws IOException {
        before = Files.readString(RegistryTestBed.declaredFile());
    }

    @AfterEach
    void putBack() throws IOException {
        Files.writeString(RegistryTestBed.declaredFile(), before);
        await().untilAsserted(
                        () -> report().body("servers", contains("weather")).body("faults.size()", equalTo(0)));
    }

    @Test
    void isForAdministrators() {
        Servers.as(Tokens.of("alice"))
                .get(PATH)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("message", equalTo("Forbidden: Insufficient permissions"));
    }

    @Test
    void followsTheFile() throws IOException {
        Files.writeString(
                RegistryTestBed.declaredFile(),
                before + "  maps: { url: \"https://maps.example\" }\n  bad: { url: 5 }\n");

        await().untilAsserted(() -> report().body("servers", contains("weather", "maps"))
                .body("faults[0].name", equalTo("bad"))
                .body("faults[0].line", equalTo(before.lines().toList().size() + 2))
                .body("faults[0].errors[0].path", contains("url")));
        Servers.as(Tokens.of("bob"))
                .get(Servers.PATH)
                .then()
                .body("$", hasKey("maps"))
                .body("$", not(hasKey("bad")));
    }

    @Test
    void winsOverAManagedServerOfItsName() throws IOException {
        // given
        String name = Servers.created("alice", "Contested");
        String path = Servers.PATH + "/" + name;

        // when
        Files.writeString(RegistryTestBed.declaredFile(), before + "  " + name + ": { url: \"https://op.example\" }\n");

        // then
        await().untilAsserted(
                        () -> Servers.as(Tokens.of("alice")).get(path).then().body("source", equalTo("yaml")));
        Servers.as(Tokens.of("alice")).get(Servers.PATH).then().body(name + ".source", equalTo("yaml"));
        Servers.asNeighbour("alice").get("/internal/v1/servers/" + name).then().body("source", equalTo("yaml"));
    }

    private static ValidatableResponse report() {
        return Servers.as(Tokens.ofAdmin()).get(PATH).then().statusCode(200);
    }
}
