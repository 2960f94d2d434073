package org.trunkline.system;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;

/**
 * The authorization server oidc-provider on a loopback port. It registers whoever asks, wants PKCE, replaces refresh
 * tokens at each use, and revokes all that came of a sign-in when one of them is used twice.
 */
final class OidcProvider implements AutoCloseable {

    /** How long an access token lives, in seconds: short enough to see several in one test. */
    static final int ACCESS_TOKEN_SECONDS = 6;

    private final int port = Processes.freePorts(1);
    private final Path secrets;
    private final Path output;
    private final Process process;

    private OidcProvider(NodeServers node, Path folder, String scopes, int accessTokenSeconds, boolean refresh) {
        secrets = folder.resolve("secrets-of-oidc-provider");
        output = folder.resolve("oidc-provider.out");
        process = node.startScript(
                "authorization-server.mjs",
                port,
                Map.of(
                        "ACCESS_TOKEN_SECONDS",
                        String.valueOf(accessTokenSeconds),
                        "SCOPES",
                        scopes,
                        "REFRESH",
                        refresh ? "yes" : "no",
                        "SECRETS",
                        secrets.toString()),
                output);
    }

    /**
     * Starts it.
     *
     * @param folder for its output
     * @param scopes that resources offer, separated by blanks
     */
    static OidcProvider start(NodeServers node, Path folder, String scopes) {
        return new OidcProvider(node, folder, scopes, ACCESS_TOKEN_SECONDS, true);
    }

    /** Starts one that gives no refresh tokens: users sign in again when an access token has ended. */
    static OidcProvider startWithoutRefresh(NodeServers node, Path folder, String scopes, int accessTokenSeconds) {
        return new OidcProvider(node, folder, scopes, accessTokenSeconds, false);
    }

    String issuer() {
        return "http://" + authority();
    }

    /** Host and port. */
    String authority() {
        return "127.0.0.1:" + port;
    }

    /** Registers a client (RFC 7591) as a person does beforehand, and returns its metadata. */
    JsonPath register(Map<String, ?> metadata) {
        return json().body(metadata)
                .post(issuer() + "/reg")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    /** Replaces a registered client's redirect URI (RFC 7592). */
    void changeRedirectUri(JsonPath client, String redirectUri) {
        Map<String, Object> metadata = new HashMap<>(client.getMap("$"));
        metadata.put("redirect_uris", Set.of(redirectUri));
        metadata.keySet()
                .removeAll(Set.of(
                        "registration_client_uri",
                        "registration_access_token",
                        "client_secret_expires_at",
                        "client_id_issued_at"));
        json().auth()
                .oauth2(client.getString("registration_access_token"))
                .body(metadata)
                .put(client.getString("registration_client_uri"))
                .then()
                .statusCode(200);
    }

    /** Every token, code, verifier and client secret that it has given or was given so far. */
    Set<String> secrets() {
        return Processes.text(secrets).lines().collect(Collectors.toSet());
    }

    /** The events that it has told so far. */
    String output() {
        return Processes.text(output);
    }

    @Override
    public void close() {
        Processes.end(process);
    }

    private static RequestSpecification json() {
        return RestAssured.given().contentType(ContentType.JSON);
    }
}
