package org.trunkline.local.identity;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.restassured.RestAssured;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DemoIdentityTest {

    private static DemoIdentity identity;

    @BeforeAll
    static void start() {
        identity = DemoIdentity.start();
    }

    @AfterAll
    static void stop() {
        identity.close();
    }

    @Test
    void describesItself() throws Exception {
        OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(new Issuer(identity.issuer()));

        assertEquals(URI.create(identity.issuer() + "/token"), metadata.getTokenEndpointURI());
        assertEquals(URI.create(identity.issuer() + "/jwks"), metadata.getJWKSetURI());
    }

    @ParameterizedTest
    @CsvSource({"alice, USER, engineering", "bob, USER, research", "carol, ADMIN, engineering"})
    void givesEachUserAToken(String user, String role, String group) throws Exception {
        String token = RestAssured.get(identity.issuer() + "/token/" + user).asString();

        JWTClaimsSet claims = verified(token, "trunkline");
        assertEquals(user, claims.getSubject());
        assertEquals(user, claims.getStringClaim("preferred_username"));
        assertEquals(user + "@example.org", claims.getStringClaim("email"));
        assertEquals(role, claims.getStringClaim("role"));
        assertEquals(List.of(group), claims.getStringListClaim("groups"));
        assertTrue(claims.getStringClaim("name").toLowerCase().startsWith(user));
        assertTrue(claims.getExpirationTime().toInstant().isAfter(Instant.now().plus(Duration.ofHours(11))));
    }

    @Test
    void namesTheUsersThatThereAre() {
        var answer = RestAssured.get(identity.issuer() + "/token/mallory");

        assertEquals(404, answer.statusCode());
        assertTrue(answer.asString().contains("alice, bob, carol"));
    }

    @Test
    void makesOddTokensForTests() {
        String expired = identity.token("alice", claims -> claims.expirationTime(Date.from(Instant.EPOCH)));
        String forOthers = identity.token("alice", claims -> claims.audience("others"));

        assertThrows(BadJWTException.class, () -> verified(expired, "trunkline"));
        assertThrows(BadJWTException.class, () -> verified(forOthers, "trunkline"));
        assertThrows(IllegalArgumentException.class, () -> identity.token("mallory"));
    }

    @Test
    void usersAndServicesHaveDifferentAudiences() throws Exception {
        assertThrows(BadJWTException.class, () -> verified(identity.token("alice"), "trunkline-internal"));
        assertThrows(BadJWTException.class, () -> verified(identity.serviceToken("oauth-service"), "trunkline"));
        assertEquals(
                "oauth-service",
                verified(identity.serviceToken("oauth-service"), "trunkline-internal")
                        .getSubject());
    }

    @Test
    void aKeptKeyVerifiesTokensOfAnEarlierStart(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key.json");
        URI origin = URI.create("http://localhost:3080");
        String first = SigningKey.in(file).publicKeys();

        assertEquals(first, SigningKey.in(file).publicKeys());
        assertEquals("http://localhost:3080/demo", DemoIdentity.at(origin, file).issuer());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertFalse(first.contains("\"d\""), "the private part must not be published");
    }

    static JWTClaimsSet verified(String token, String audience) throws Exception {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.RS256,
                JWKSourceBuilder.create(URI.create(identity.issuer() + "/jwks").toURL())
                        .build()));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience,
                new JWTClaimsSet.Builder().issuer(identity.issuer()).build(),
                Set.of("sub", "exp", "iat", "jti")));
        return processor.process(token, null);
    }
}
