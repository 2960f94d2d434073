package org.trunkline.system;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;

/** Signing in with a real browser at Keycloak, which takes each refresh token once. */
@Tag("keycloak")
@NeedsNode
@NeedsBrowser
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakSignInTest {

    private static final String SCOPES = "openid profile email";

    /** How every token of Keycloak begins: a JWT whose header names its algorithm first. */
    private static final String TOKEN = "eyJhbGciOi";

    private final Path folder = Repository.scratch("keycloak-sign-in");
    private Keycloak keycloak;
    private ProtectedServer notes;
    private LocalRun trunkline;
    private Browser browser;

    @BeforeAll
    void startAll() {
        keycloak = Keycloak.start();
        notes = ProtectedServer.startForAnyAudience(NodeServers.installed(), folder, keycloak.issuer(), SCOPES);
        trunkline = new LocalRun(folder, "--allow", keycloak.authority(), "--allow", notes.authority()).startFresh();
        browser = Browser.open();
    }

    @AfterAll
    void stopAll() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {browser, trunkline, notes, keycloak}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    void aliceSignsInAndCallsGoOnThoughAccessTokensEnd() {
        // given
        SignInStory alice = new SignInStory(trunkline, browser);
        alice.register("{\"type\":\"streamable-http\",\"title\":\"Notes\",\"url\":\"" + notes.url() + "\"}");

        // when
        alice.goToSignIn("notes");
        assertThat(browser.address(), containsString("code_challenge_method=S256"));
        browser.type("username", "alice");
        browser.type("password", Keycloak.PASSWORD);
        browser.submit();

        // then
        alice.isBack("notes");
        alice.callsGoOnWhileTokensEnd("notes");
        Secrets.assertNoneKept(trunkline, List.of(Keycloak.PASSWORD, TOKEN));
    }
}
