package org.trunkline.oauth.grants;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import jakarta.inject.Inject;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.oauth.grants.RotatingProvider.Answer;
import org.trunkline.oauth.grants.RotatingProvider.Request;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tokens that are got without a sign-in, as the server's configuration says. */
@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class UnattendedTest {

    /** {@code {"alg":"none"}.{}.x}: what is exchanged is not looked into. */
    private static final String USER_TOKEN = "eyJhbGciOiJFUzI1NiJ9.e30.eA";

    private static final String BASIC = "Basic Y2xpZW50OnNlY3JldA==";

    @Inject
    Grants grants;

    private final String user = UUID.randomUUID().toString();
    private RotatingProvider provider;

    @BeforeEach
    void start() {
        provider = new RotatingProvider();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void getsTheTokenOfTheClientItselfOnce() {
        Grant grant = usable(grants.usable(configured("'type':'client_credentials'")));

        assertEquals(grant, usable(grants.usable(configured("'type':'client_credentials'"))));
        Request request = provider.requests().getFirst();
        assertEquals(BASIC, request.headers().get("authorization"));
        assertEquals(
                Map.of("grant_type", "client_credentials", "scope", "read", "resource", Orders.URL), request.form());
        assertEquals(1, provider.requests().size());
    }

    @Test
    void getsAnotherAfterARefusalButNotForEver() {
        Grant first = usable(grants.usable(configured("'type':'client_credentials'")));

        assertInstanceOf(
                GrantState.Expired.class,
                grants.refused(configured("'type':'client_credentials'"), first.generation()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void provesItselfByAKeyToADiscoveredServer(String algorithm) throws Exception {
        KeyPair keys = keys(algorithm);
        discoverable("Bearer", "'token_endpoint_auth_methods_supported':['private_key_jwt']");

        usable(grants.usable(discovered("'type':'client_credentials','private_key':'" + pem(keys) + "'")));

        Request request = tokenRequest();
        SignedJWT assertion = SignedJWT.parse(request.form().get("client_assertion"));
        assertTrue(assertion.verify(verifier(keys)));
        assertEquals("client", assertion.getJWTClaimsSet().getIssuer());
        assertEquals("client", assertion.getJWTClaimsSet().getSubject());
        assertEquals(
                List.of(provider.uri("").toString()),
                assertion.getJWTClaimsSet().getAudience());
        assertEquals(provider.uri("/mcp").toString(), request.form().get("resource"));
        assertNull(request.form().get("client_secret"));
    }

    @Test
    void presentsTheAssertionOfAWorkloadAndDoesNotTryAgainWhenItIsRefused() {
        provider.behave(request -> Answer.of(400, "{'error':'invalid_grant'}"));
        GrantOrder order = configured("'type':'jwt_bearer','subject_token':'" + USER_TOKEN + "'");

        GrantState.Failing failing = assertInstanceOf(GrantState.Failing.class, grants.usable(order));
        grants.usable(order);

        assertEquals("The authorization server refuses a token: invalid_grant", failing.reason());
        assertEquals(1, provider.requests().size());
        assertEquals(USER_TOKEN, provider.requests().getFirst().form().get("assertion"));
    }

    @Test
    void exchangesTheUsersTokenOnBehalfOfTheUser() {
        usable(grants.usable(configured("'type':'on_behalf_of'")));

        Map<String, String> form = provider.requests().getFirst().form();
        assertEquals("urn:ietf:params:oauth:grant-type:jwt-bearer", form.get("grant_type"));
        assertEquals("on_behalf_of", form.get("requested_token_use"));
        assertEquals(USER_TOKEN, form.get("assertion"));
    }

    @Test
    void needsTheUsersTokenForThat() {
        GrantOrder order = configured("'type':'on_behalf_of'");

        assertInstanceOf(GrantState.Failing.class, grants.usable(new GrantOrder(user, order.server(), null)));
        assertEquals(0, provider.requests().size());
    }

    @Test
    void exchangesTokens() {
        usable(grants.usable(configured("'type':'token_exchange'")));

        Map<String, String> form = provider.requests().getFirst().form();
        assertEquals("urn:ietf:params:oauth:grant-type:token-exchange", form.get("grant_type"));
        assertEquals(USER_TOKEN, form.get("subject_token"));
        assertEquals("urn:ietf:params:oauth:token-type:access_token", form.get("subject_token_type"));
    }

    @Test
    void getsAnAssertionFromTheEnterprisesProviderFirst() {
        String assertion = "eyJhbGciOiJFUzI1NiIsInR5cCI6Im9hdXRoLWlkLWphZytqd3QifQ.e30.eA";
        discoverable("Bearer", "'token_endpoint_auth_methods_supported':['client_secret_basic']");
        RotatingProvider enterprise = new RotatingProvider();
        enterprise.behave(request -> Answer.of(
                200,
                "{'access_token':'" + assertion
                        + "','issued_token_type':'urn:ietf:params:oauth:token-type:id-jag','token_type':'N_A'}"));
        try (enterprise) {
            usable(grants.usable(discovered("""
                    'type':'enterprise_managed','subject_token':'%s','identity_provider_token_url':'%s',\
                    'identity_provider_client_id':'there'""".formatted(USER_TOKEN, enterprise.uri("/token")))));

            Map<String, String> first = enterprise.requests().getFirst().form();
            assertEquals("urn:ietf:params:oauth:token-type:id-jag", first.get("requested_token_type"));
            assertEquals("urn:ietf:params:oauth:token-type:id_token", first.get("subject_token_type"));
            assertEquals(provider.uri("").toString(), first.get("audience"));
            assertEquals(provider.uri("/mcp").toString(), first.get("resource"));
            assertEquals("there", first.get("client_id"));
            assertEquals(assertion, tokenRequest().form().get("assertion"));
            assertEquals(BASIC, tokenRequest().headers().get("authorization"));
        }
    }

    @Test
    void bindsTokensToAKeyWhereTheServerAsksForIt() throws Exception {
        discoverable("DPoP algs=\"ES256\"", "'dpop_signing_alg_values_supported':['ES256']");
        askForNonce();

        Grant grant = usable(grants.usable(discovered("'type':'client_credentials'")));

        SignedJWT proof = SignedJWT.parse(tokenRequest().headers().get("dpop"));
        assertEquals("dpop+jwt", proof.getHeader().getType().getType());
        assertEquals("POST", proof.getJWTClaimsSet().getStringClaim("htm"));
        assertEquals(provider.uri("/token").toString(), proof.getJWTClaimsSet().getStringClaim("htu"));
        assertEquals("n1", proof.getJWTClaimsSet().getStringClaim("nonce"));
        assertEquals(
                JWK.parse(grant.dpopKey()).computeThumbprint(),
                proof.getHeader().getJWK().computeThumbprint());
        assertTrue(JWK.parse(grant.dpopKey()).isPrivate());
    }

    @Test
    void bindsNothingForAnMcpServerThatTakesBearerTokens() {
        discoverable("Bearer", "'dpop_signing_alg_values_supported':['ES256']");

        Grant grant = usable(grants.usable(discovered("'type':'client_credentials'")));

        assertNull(grant.dpopKey());
        assertNull(tokenRequest().headers().get("dpop"));
    }

    @Test
    void anotherWayToGetTokensMeansAnotherToken() {
        Grant own = usable(grants.usable(configured("'type':'client_credentials'")));

        Grant exchanged = usable(grants.usable(configured("'type':'token_exchange'")));

        assertNotEquals(own.accessToken(), exchanged.accessToken());
        assertInstanceOf(GrantState.Expired.class, grants.usable(Orders.order(user)));
    }

    private void askForNonce() {
        var discovery = behaviour;
        provider.behave(request -> {
            if (!request.path().equals("/token")) {
                return discovery.apply(request);
            }
            boolean proven = nonce(request.headers().get("dpop")) != null;
            return proven
                    ? Answer.of(200, "{'access_token':'AT','token_type':'DPoP','expires_in':60}")
                    : new Answer(400, Map.of("DPoP-Nonce", "n1"), "{\"error\":\"use_dpop_nonce\"}");
        });
    }

    private static String nonce(String proof) {
        try {
            return SignedJWT.parse(proof).getJWTClaimsSet().getStringClaim("nonce");
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Function<Request, Answer> behaviour;

    /** From now on the provider serves an MCP server and the metadata that lead to it. */
    private void discoverable(String challenge, String metadata) {
        String own = provider.uri("").toString();
        behaviour = request -> switch (request.path()) {
            case "/mcp" -> new Answer(401, Map.of("WWW-Authenticate", challenge), "");
            case "/.well-known/oauth-protected-resource/mcp" ->
                Answer.of(200, "{'resource':'" + own + "/mcp','authorization_servers':['" + own + "']}");
            case "/.well-known/oauth-authorization-server" -> Answer.of(200, """
                        {'issuer':'%1$s','authorization_endpoint':'%1$s/authorize','token_endpoint':'%1$s/token',\
                        'response_types_supported':['code'],%2$s}""".formatted(own, metadata));
            default -> null;
        };
        provider.behave(behaviour);
    }

    private Request tokenRequest() {
        return provider.requests().stream()
                .filter(request -> request.path().equals("/token"))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private GrantOrder discovered(String grant) {
        return order(provider.uri("/mcp").toString(), "", grant);
    }

    private GrantOrder configured(String grant) {
        return order(Orders.URL, "'scope':'read','token_url':'" + provider.uri("/token") + "',", grant);
    }

    private GrantOrder order(String url, String endpoints, String grant) {
        String secret = grant.contains("private_key") ? "" : "'client_secret':'secret',";
        return Orders.of(
                user,
                "{'type':'streamable-http','url':'" + url + "','oauth':{'client_id':'client'," + secret + endpoints
                        + "'grant':{" + grant + "}}}",
                USER_TOKEN);
    }

    private static KeyPair keys(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair keys) {
        return "-----BEGIN PRIVATE KEY-----\\n"
                + Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\\n-----END PRIVATE KEY-----\\n";
    }

    private static JWSVerifier verifier(KeyPair keys) throws Exception {
        return keys.getPublic() instanceof ECPublicKey key
                ? new ECDSAVerifier(key)
                : new RSASSAVerifier((RSAPublicKey) keys.getPublic());
    }

    private static Grant usable(GrantState state) {
        return assertInstanceOf(GrantState.Usable.class, state, () -> state.toString())
                .grant();
    }
}
