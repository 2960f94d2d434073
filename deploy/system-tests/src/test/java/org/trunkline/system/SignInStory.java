package org.trunkline.system;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What Alice does with a server that wants her to sign in. */
record SignInStory(LocalRun trunkline, Browser browser) {

    /** What the guide to Pipeshub asks for. */
    static final String PIPESHUB_SCOPES = "openid profile email offline_access semantic:write conversation:write"
            + " conversation:chat kb:read team:read user:read config:read";

    private static final Duration THREE_TOKENS = Duration.ofSeconds(90);

    /** Registers a server and returns what Trunkline answers. */
    JsonPath register(String config) {
        return trunkline
                .as("alice")
                .body("{\"config\":" + config + "}")
                .post("/api/mcp/servers")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    /**
     * Registers the server "pipeshub" with a client that she made beforehand, and enters there the redirect URI that
     * she is told.
     */
    void registerPipeshub(String url, OidcProvider provider) {
        JsonPath client = provider.register(Map.of(
                "redirect_uris", List.of("https://not-known-yet.example.org/"),
                "grant_types", List.of("authorization_code", "refresh_token"),
                "token_endpoint_auth_method", "client_secret_basic"));
        JsonPath created = register("""
                {"type":"streamable-http","title":"Pipeshub","url":"%s","oauth":{
                 "client_id":"%s","client_secret":"%s","scope":"%s",
                 "authorization_url":"%s/auth","token_url":"%s/token"}}
                """.formatted(
                        url,
                        client.getString("client_id"),
                        client.getString("client_secret"),
                        PIPESHUB_SCOPES,
                        provider.issuer(),
                        provider.issuer()));
        String redirectUri = created.getString("oauth.redirect_uri");
        assertEquals(trunkline.origin() + "/api/mcp/pipeshub/oauth/callback", redirectUri);
        provider.changeRedirectUri(client, redirectUri);
    }

    /** Calls the server's tool, is told where to sign in, and goes there with the browser that the chat is in. */
    void goToSignIn(String server) {
        String url = whereToSignIn(server);
        browser.visit(trunkline.origin());
        assertEquals(200, browser.post("/api/mcp/" + server + "/oauth/bind", trunkline.token("alice")));
        browser.visit(url);
    }

    /** What the answer to a call of the server's tool says. */
    String whereToSignIn(String server) {
        return call(server)
                .then()
                .statusCode(409)
                .body("flowId", notNullValue())
                .body("oauthUrl", startsWith(trunkline.origin()))
                .extract()
                .path("oauthUrl");
    }

    /** Says at the authorization server who she is there, and consents. */
    void signsIn(String login) {
        browser.type("login", login);
        browser.type("password", "any");
        browser.submit();
        browser.submit();
    }

    /** Has come back from the authorization server and reads that it is done, and for which server. */
    void isBack(String server) {
        browser.awaitAddress("/oauth/success");
        assertThat(browser.text(), containsString(server));
    }

    /** Calls until the server has seen three access tokens; no call may fail. */
    void callsGoOnWhileTokensEnd(String server) {
        Set<String> tokens = new HashSet<>();
        await("three access tokens").atMost(THREE_TOKENS).until(() -> {
            Response answer = call(server);
            assertEquals(200, answer.statusCode(), answer.asString());
            tokens.add(new JsonPath(answer.jsonPath().getString("content[0].text")).getString("token"));
            return tokens.size() >= 3;
        });
    }

    Response call(String server) {
        return trunkline.as("alice").body("{\"arguments\":{}}").post("/api/mcp/" + server + "/tools/whoami/call");
    }
}
