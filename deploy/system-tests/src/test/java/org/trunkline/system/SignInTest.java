package org.trunkline.system;

import java.nio.file.Path;
import java.time.Duration;

import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

/** Signing in with a real browser at a real authorization server that replaces refresh tokens at each use. */
@NeedsNode
@NeedsBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SignInTest {

    private static final String SCOPES = SignInStory.PIPESHUB_SCOPES;

    private final Path folder = Repository.scratch("sign-in");
    private OidcProvider provider;
    private ProtectedServer notes;
    private ProtectedServer pipeshub;
    private ProtectedServer open;
    private LocalRun trunkline;
    private Browser browser;
    private SignInStory alice;

    @BeforeAll
    void startAll() {
        NodeServers node = NodeServers.installed();
        provider = OidcProvider.start(node, folder, SCOPES);
        notes = ProtectedServer.start(node, folder, provider.issuer(), SCOPES);
        pipeshub = ProtectedServer.start(node, folder, provider.issuer(), SCOPES);
        open = ProtectedServer.startOpen(node, folder, provider.issuer(), SCOPES);
        trunkline = new LocalRun(
                        folder,
                        "--allow",
                        provider.authority(),
                        "--allow",
                        notes.authority(),
                        "--allow",
                        pipeshub.authority(),
                        "--allow",
                        open.authority())
                .startFresh();
        browser = Browser.open();
        alice = new SignInStory(trunkline, browser);
    }

    @AfterAll
    void stopAll() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {browser, trunkline, notes, pipeshub, open, provider}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    @Order(1)
    void aliceSignsInAtAServerThatTrunklineRegistersItselfAt() {
        // given
        alice.register("{\"type\":\"streamable-http\",\"title\":\"Notes\",\"url\":\"" + notes.url() + "\"}");

        // when
        alice.goToSignIn("notes");
        alice.signsIn("alice-at-notes");

        // then
        alice.isBack("notes");
        assertThat(alice.call("notes").asString(), containsString("alice-at-notes"));
    }

    @Test
    @Order(2)
    void nobodyElsesBrowserGetsToTheAuthorizationServerForHer() {
        // given
        alice.register("{\"type\":\"streamable-http\",\"title\":\"Lure\",\"url\":\"" + pipeshub.url() + "\"}");

        // when
        String address;
        try (Browser theirs = Browser.open()) {
            theirs.visit(alice.whereToSignIn("lure"));
            address = theirs.address();
        }

        // then
        assertThat(address, startsWith(trunkline.origin() + "/oauth/error"));
    }

    @Test
    @Order(3)
    void callsGoOnThoughAccessTokensEndAndRefreshTokensAreReplaced() {
        alice.callsGoOnWhileTokensEnd("notes");

        assertThat(provider.output(), not(containsString("grant.revoked")));
    }

    @Test
    @Order(4)
    void aliceSignsInWithAClientThatSheMadeBeforehand() {
        // given
        alice.registerPipeshub(pipeshub.url(), provider);

        // when
        alice.goToSignIn("pipeshub");
        browser.submit();

        // then
        alice.isBack("pipeshub");
        alice.callsGoOnWhileTokensEnd("pipeshub");
    }

    @Test
    @Order(5)
    void aServerThatListsItsToolsToAnybodyIsListedBeforeAliceSignsIn() {
        // given
        alice.register("{\"type\":\"streamable-http\",\"title\":\"Open\",\"url\":\"" + open.url() + "\"}");
        tools("open").body("tools.name", contains("whoami")).body("outcome", equalTo("ok"));
        alice.whereToSignIn("open");

        // when
        trunkline
                .as("alice")
                .post("/api/mcp/open/reinitialize")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("message", equalTo("MCP server 'open' tools discovered, OAuth required for execution"))
                .body("oauthRequired", equalTo(true))
                .body("oauthUrl", startsWith(trunkline.origin()));

        // then
        tools("open")
                .body("tools.name", contains("whoami"))
                .body("outcome", equalTo("unauthorized"))
                .body("authenticated", equalTo(false));
        alice.goToSignIn("open");
        browser.submit();
        alice.isBack("open");
        assertThat(alice.call("open").asString(), containsString("alice-at-notes"));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> tools("open").body("outcome", equalTo("ok")).body("authenticated", equalTo(true)));
    }

    private ValidatableResponse tools(String server) {
        return trunkline
                .as("alice")
                .get("/api/mcp/tools")
                .then()
                .statusCode(200)
                .rootPath("servers." + server);
    }

    @Test
    @Order(6)
    void nothingThatIsSecretWasStoredReadablyOrLogged() {
        Secrets.assertNoneKept(trunkline, provider.secrets());
    }
}
