package org.trunkline.registry.declared;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.inspection.Inspection;
import org.trunkline.inspection.Inspection.Failure;
import org.trunkline.inspection.InspectionRequest;
import org.trunkline.neighbours.StubNeighbour.Answer;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;
import org.trunkline.server.ServerSource;
import org.trunkline.tool.ToolDefinition;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class DeclaredInspectionTest {

    private static final String PATH = "/internal/v1/inspections";
    private static final String SERVERS = """
              signin: { type: sse, url: "https://signin.example/mcp" }
              down: { type: sse, url: "https://down.example/mcp" }
              later: { type: sse, url: "https://later.example/mcp", startup: false }
            """;

    private String original;

    @BeforeEach
    void rememberTheFile() throws IOException {
        original = Files.readString(RegistryTestBed.declaredFile());
        RegistryTestBed.connection().reset();
    }

    @AfterEach
    void restore() throws IOException {
        Files.writeString(RegistryTestBed.declaredFile(), original);
        RegistryTestBed.connection().reset();
    }

    @Test
    void declaredServersAreLookedAtInTheBackground() throws IOException {
        // given
        RegistryTestBed.connection()
                .on("POST", PATH, request -> new Answer(200, found(request.body(InspectionRequest.class))));

        // when
        Files.writeString(RegistryTestBed.declaredFile(), original + SERVERS);

        // then
        await().until(() -> asked().containsAll(List.of("https://signin.example/mcp", "https://down.example/mcp")));
        await().untilAsserted(() -> read("signin")
                .body("requiresOAuth", equalTo(true))
                .body("tools", equalTo("echo"))
                .body("initDuration", equalTo(7)));
        await().untilAsserted(() -> read("down").body("inspectionFailed", equalTo(true)));
        read("later").body("$", not(hasKey("initDuration")));
        assertTrue(!asked().contains("https://later.example/mcp"));
        Servers.asNeighbour("bob")
                .get("/internal/v1/servers/signin")
                .then()
                .body("config.requiresOAuth", equalTo(true));
        assertEquals(
                1, asked().stream().filter("https://down.example/mcp"::equals).count());
    }

    @Test
    void whatTheOperatorSetForUsersIsToldToThemAndTheServersOwnTextToNeighbours() throws IOException {
        // given
        RegistryTestBed.connection()
                .on("POST", PATH, request -> new Answer(200, found(request.body(InspectionRequest.class))));

        // when
        Files.writeString(RegistryTestBed.declaredFile(), original + """
                  speaking:
                    type: sse
                    url: "https://speaking.example/mcp"
                    serverInstructions: true
                    chatMenu: false
                    startup: true
                    timeout: 30000
                    initTimeout: 5000
                  unheard: { type: sse, url: "https://unheard.example/mcp" }
                """);

        // then
        await().untilAsserted(() -> resolved("speaking").body("instructions", equalTo("Be kind")));
        await().untilAsserted(() -> read("unheard").body("tools", equalTo("echo")));
        resolved("unheard").body("$", not(hasKey("instructions")));
        read("speaking")
                .body("serverInstructions", equalTo(true))
                .body("chatMenu", equalTo(false))
                .body("startup", equalTo(true))
                .body("timeout", equalTo(30_000))
                .body("initTimeout", equalTo(5_000));
    }

    @Test
    void theyAreThereAlsoWhileNobodyCanLookAtThem() throws IOException {
        RegistryTestBed.connection().on("POST", PATH, request -> new Answer(503, null));

        Files.writeString(
                RegistryTestBed.declaredFile(), original + "  unseen: { type: sse, url: \"https://u.example/mcp\" }\n");

        await().untilAsserted(() -> read("unseen").body("$", not(hasKey("initDuration"))));
        RegistryTestBed.connection().reset();
        await().untilAsserted(() -> read("unseen").body("requiresOAuth", equalTo(false)));
    }

    private static Inspection found(InspectionRequest request) {
        if ("https://down.example/mcp".equals(request.config().url())) {
            return Inspection.failed(Failure.UNREACHABLE, "the connection was refused", 1);
        }
        boolean signIn = "https://signin.example/mcp".equals(request.config().url());
        ToolDefinition echo = new ToolDefinition("echo", null, null, null, null, null);
        return new Inspection(signIn, null, "Be kind", List.of(echo), 7, null, null);
    }

    private static List<String> asked() {
        return RegistryTestBed.connection().requests().stream()
                .map(request -> request.body(InspectionRequest.class))
                .filter(request -> request.source() == ServerSource.DECLARED)
                .map(request -> request.config().url())
                .toList();
    }

    private static ValidatableResponse resolved(String name) {
        return Servers.asNeighbour("bob")
                .get("/internal/v1/servers/" + name)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse read(String name) {
        return Servers.as(Tokens.of("bob"))
                .get(Servers.PATH + "/" + name)
                .then()
                .statusCode(200);
    }
}
