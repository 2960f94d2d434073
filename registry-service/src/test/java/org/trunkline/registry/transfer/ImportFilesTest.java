package org.trunkline.registry.transfer;

import java.util.List;
import java.util.Map;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.capabilities.Roles;
import org.trunkline.registry.servers.Servers;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class ImportFilesTest {

    @Test
    void claudeDesktopsBridgesToRemoteServersNeedNoProcess() {
        ValidatableResponse report = Files.imported("desktop", Files.text("claude_desktop_config.json"))
                .statusCode(200)
                .body("format", equalTo("claude"))
                .body("dryRun", equalTo(false))
                .body("servers.name", equalTo(List.of("filesystem", "linear", "billing")))
                .body("servers[0].outcome", equalTo("refused"))
                .body("servers[0].errors[0].path", equalTo(List.of("command")))
                .body("servers[0].errors[0].message", containsString("Only operators may declare stdio servers"))
                .body("servers[0].declare", nullValue())
                .body("servers[1].outcome", equalTo("create"))
                .body("servers[1].done", equalTo(true))
                .body("servers[2].outcome", equalTo("create"))
                .body(not(containsString("literal-billing-token")));
        String billing = report.extract().path("servers[2].serverName");

        Servers.as(Tokens.of("desktop"))
                .get(Servers.PATH + "/" + billing)
                .then()
                .body("type", equalTo("sse"))
                .body("url", equalTo("https://billing.example.com/sse"));
        stored("desktop", billing).body("config.headers.Authorization", equalTo("Bearer literal-billing-token"));
    }

    @Test
    void claudeCodesVariablesBecomeUsersValues() {
        ValidatableResponse report = Files.imported("code", Files.text("claude_code.mcp.json"))
                .statusCode(200)
                .body("servers.outcome", equalTo(List.of("create", "create", "create", "refused")))
                .body(
                        "servers[2].changes.find { it.field == 'headers.Authorization' }.after",
                        equalTo("Bearer {{API_KEY}}"))
                .body("servers[2].changes.find { it.field == 'headers.X-Tenant' }.secret", equalTo(true))
                .body("servers[2].changes.find { it.field == 'headers.X-Tenant' }.after", nullValue());

        stored("code", report.extract().path("servers[2].serverName"))
                .body("config.url", equalTo("https://api.example.com/mcp"))
                .body("config.title", equalTo("internal api"))
                .body("config.headers.Authorization", equalTo("Bearer {{API_KEY}}"))
                .body("config.headers.X-Tenant", equalTo("blue"))
                .body("config.customUserVars.API_KEY.title", equalTo("API_KEY"));
        stored("code", report.extract().path("servers[1].serverName")).body("config.type", equalTo("sse"));
    }

    @Test
    void cursorsClientAndItsVariables() {
        ValidatableResponse report = Files.imported("cursor-user", Files.text("cursor.mcp.json"))
                .statusCode(200)
                .body("format", equalTo("cursor"))
                .body("servers.outcome", equalTo(List.of("create", "create", "refused")));

        stored("cursor-user", report.extract().path("servers[0].serverName"))
                .body("config.type", equalTo("streamable-http"))
                .body("config.headers.Authorization", equalTo("Bearer {{MITTWALD_API_TOKEN}}"));
        stored("cursor-user", report.extract().path("servers[1].serverName"))
                .body("config.oauth.client_id", equalTo("trunkline-client"))
                .body("config.oauth.scope", equalTo("mcp offline_access"));
    }

    @Test
    void visualStudioCodesInputsAreAskedOfEachUser() {
        ValidatableResponse report = Files.imported("vscode", Files.text("vscode.mcp.json"))
                .statusCode(200)
                .body("format", equalTo("vscode"))
                .body("servers.outcome", equalTo(List.of("create", "refused")));

        stored("vscode", report.extract().path("servers[0].serverName"))
                .body("config.headers.Authorization", equalTo("Bearer {{PERPLEXITY_KEY}}"))
                .body("config.customUserVars.PERPLEXITY_KEY.description", equalTo("Perplexity API Key"))
                .body("config.customUserVars.PERPLEXITY_KEY.sensitive", equalTo(true))
                .body("config.customUserVars.region.sensitive", equalTo(false));
    }

    @Test
    void smitherysThreeForms() {
        Files.dryRun("smithery", Files.text("smithery.json"))
                .statusCode(200)
                .body("format", equalTo("smithery"))
                .body("servers.outcome", equalTo(List.of("create", "create", "refused")))
                .body(
                        "servers[1].changes.find { it.field == 'url' }.after",
                        equalTo("https://server.smithery.ai/@upstash/context7-mcp/mcp"))
                .body(
                        "servers[2].errors.message",
                        hasItem(containsString("https://server.smithery.ai/@openags/paper-search-mcp/mcp")));
    }

    @Test
    void librechatsFile() {
        ValidatableResponse report = Files.imported("libre", Files.text("librechat.yaml"))
                .statusCode(200)
                .body("format", equalTo("librechat"))
                .body("servers.outcome", equalTo(List.of("create", "create", "create", "refused", "refused")))
                .body("servers[0].leftOut", hasItems("timeout", "serverInstructions"))
                .body("servers[3].errors[0].path", equalTo(List.of("headers", "X-User")))
                .body("settings.name", hasItems("interface.mcpServers", "mcpSettings.allowedDomains"))
                .body("settings.outcome", everyItem(equalTo("refused")));

        stored("libre", report.extract().path("servers[0].serverName"))
                .body("config.customUserVars.DOCS_TOKEN.title", equalTo("Docs token"));
        stored("libre", report.extract().path("servers[1].serverName"))
                .body("config.headers.X-Api-Key", equalTo("{{WIKI_KEY}}"));
        stored("libre", report.extract().path("servers[2].serverName"))
                .body("config.headers.Authorization", equalTo("Bearer {{MCP_API_KEY}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude_desktop_config.json",
                "claude_code.mcp.json",
                "cursor.mcp.json",
                "vscode.mcp.json",
                "smithery.json",
                "librechat.yaml"
            })
    void aDryRunWritesNothingAndSaysTheSameAndASecondImportChangesNothing(String file) {
        String user = "twice-" + file.replaceAll("[^a-z]", "");
        String text = Files.text(file);

        Map<String, ?> atFirst = Files.servers(user);
        List<String> planned = Files.dryRun(user, text)
                .statusCode(200)
                .body("dryRun", equalTo(true))
                .body("servers.done", everyItem(is(false)))
                .extract()
                .path("servers.outcome");
        assertEquals(atFirst, Files.servers(user));

        Files.imported(user, text).body("servers.outcome", equalTo(planned));
        Map<String, ?> then = Files.servers(user);

        Files.imported(user, text)
                .body("servers.outcome", not(hasItem("create")))
                .body("servers.outcome", not(hasItem("change")))
                .body("servers.outcome", hasItem("unchanged"));
        assertEquals(then, Files.servers(user));
    }

    @Test
    void aChangedFileSaysFieldByFieldWhatWouldChange() {
        Files.imported("changer", """
                {"mcpServers": {"Tracker": {"type": "http", "url": "https://tracker.example.com/mcp",
                 "headers": {"X-Key": "first-secret", "X-Old": "gone-secret"}}}}""").statusCode(200);

        Files.dryRun("changer", """
                {"mcpServers": {"Tracker": {"type": "http", "url": "https://tracker.example.com/v2/mcp",
                 "headers": {"X-Key": "second-secret"}}}}""")
                .body("servers[0].outcome", equalTo("change"))
                .body("servers[0].serverName", equalTo("tracker"))
                .body("servers[0].changes.field", hasItems("url", "headers.X-Key", "headers.X-Old"))
                .body(
                        "servers[0].changes.find { it.field == 'url' }.before",
                        equalTo("https://tracker.example.com/mcp"))
                .body(
                        "servers[0].changes.find { it.field == 'url' }.after",
                        equalTo("https://tracker.example.com/v2/mcp"))
                .body(not(containsString("-secret")));
    }

    @Test
    void whatAFileHasNoPlaceForStays() {
        String name = Servers.create(
                        "keeper",
                        Map.of(
                                "type", "streamable-http",
                                "url", "https://keeper.example.com/mcp",
                                "title", "Keeper",
                                "description", "stays",
                                "apiKey",
                                        Map.of("source", "admin", "authorization_type", "bearer", "key", "sk-keeper")))
                .extract()
                .path("serverName");

        Files.imported("keeper", """
                {"mcpServers": {"keeper": {"url": "https://keeper.example.com/mcp", "headers": {"X-A": "b"}}}}""")
                .body("servers[0].outcome", equalTo("change"))
                .body("servers[0].changes.field", equalTo(List.of("headers.X-A")));

        stored("keeper", name)
                .body("config.description", equalTo("stays"))
                .body("config.apiKey.key", equalTo("sk-keeper"));
    }

    @Test
    void aKeptKeyDoesNotMoveToAnotherUrl() {
        Servers.create(
                "mover",
                Map.of(
                        "type", "streamable-http",
                        "url", "https://mover.example.com/mcp",
                        "title", "Mover",
                        "apiKey", Map.of("source", "admin", "authorization_type", "bearer", "key", "sk-mover")));

        Files.imported("mover", """
                {"mcpServers": {"mover": {"url": "https://thief.example.com/mcp"}}}""")
                .body("servers[0].outcome", equalTo("refused"))
                .body("servers[0].errors[0].path", equalTo(List.of("apiKey", "key")));
    }

    @Test
    void administratorsAreToldHowToDeclareCommands() {
        Files.importedAs(Tokens.ofAdmin(), Files.text("claude_desktop_config.json"), true)
                .body("servers[0].outcome", equalTo("refused"))
                .body("servers[0].declare", containsString("mcpServers:"))
                .body("servers[0].declare", containsString("command: npx"))
                .body("servers[0].declare", containsString("LOG_LEVEL: info"));
    }

    @Test
    void administratorsImportTheDefaultRolesCapabilities() {
        String file = "interface:\n  mcpServers:\n    use: true\n    configureObo: true\n";

        Files.importedAs(Tokens.ofAdmin(), file, true)
                .statusCode(200)
                .body("settings[0].outcome", equalTo("change"))
                .body("settings[0].changes[0].field", equalTo("USER.CONFIGURE_OBO"))
                .body("settings[0].done", equalTo(false));
        Files.importedAs(Tokens.ofAdmin(), file, false).body("settings[0].done", equalTo(true));
        Files.importedAs(Tokens.ofAdmin(), file, true).body("settings[0].outcome", equalTo("unchanged"));

        Files.importedAs(Tokens.ofAdmin(), file.replace("configureObo: true", "configureObo: false"), false)
                .body("settings[0].outcome", equalTo("change"));
    }

    @Test
    void administratorsAreToldWhichSettingsAreTheOperators() {
        Files.importedAs(Tokens.ofAdmin(), "mcpSettings:\n  allowedDomains: ['*.example.com']\n", true)
                .body(
                        "settings[0].errors[0].message",
                        containsString("Set trunkline.outbound.allowed-domains to *.example.com"));
    }

    @Test
    void anEntryNeverStandsForAServerThatTheCallerMayNotChange() {
        Files.imported("alice", """
                {"mcpServers": {"weather": {"url": "https://w.example.com/mcp"}}}""")
                .body("servers[0].outcome", equalTo("refused"))
                .body("servers[0].errors[0].message", containsString("give it another name"));
    }

    @Test
    void anAdministratorsEntryStandsForNoOtherUsersServer() {
        String name = Servers.created("somebody", "Somebodys Own");

        Files.importedAs(
                        Tokens.ofAdmin(),
                        "{\"mcpServers\": {\"" + name + "\": {\"url\": \"https://b.example.com/mcp\"}}}",
                        true)
                .body("servers[0].outcome", equalTo("create"));
    }

    @Test
    void whoMayNotCreateMayNotImport() {
        Roles.set("READER", Map.of("CREATE", false));

        Files.importedAs(Roles.token("reader", "READER"), Files.text("smithery.json"), true)
                .statusCode(403);
    }

    @ParameterizedTest
    @CsvSource({"import", "export"})
    void theRoutesNamesAreNoServersNames(String name) {
        String created = Servers.created("namer", name);

        assertNotEquals(name, created);
    }

    private static ValidatableResponse stored(String user, String name) {
        return Servers.asNeighbour(user)
                .get("/internal/v1/servers/" + name)
                .then()
                .statusCode(200);
    }
}
