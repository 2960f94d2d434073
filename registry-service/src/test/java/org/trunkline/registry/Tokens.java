package org.trunkline.registry;

import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/** Tokens of users and services, signed by the test bed's issuer. */
public final class Tokens {

    private static final String KEY = "trunkline.test.key";
    private static final String ISSUER = "trunkline.test.issuer";

    private Tokens() {}

    /** The key is kept in a system property: test resources and tests can be in different class loaders. */
    static void issueFrom(String url) {
        try {
            System.setProperty(
                    KEY, new RSAKeyGenerator(2048).keyID("test").generate().toJSONString());
            System.setProperty(ISSUER, url);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String jwks() {
        return new JWKSet(key().toPublicJWK()).toString();
    }

    /** A user's token. */
    public static String of(String user) {
        return of(user, claims -> {});
    }

    /** A user's token with other claims. */
    public static String of(String user, Consumer<JWTClaimsSet.Builder> change) {
        return signed(user, "trunkline", change);
    }

    /** A token of the administrator carol. */
    public static String ofAdmin() {
        return of("carol", claims -> claims.claim("role", "ADMIN"));
    }

    /** A user's token with groups. */
    public static String ofMember(String user, String... groups) {
        return of(user, claims -> claims.claim("groups", List.of(groups)));
    }

    /** A token that a service calls another one with. */
    public static String ofService() {
        return signed("connection-service", "trunkline-internal", claims -> {});
    }

    private static String signed(String subject, String audience, Consumer<JWTClaimsSet.Builder> change) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(System.getProperty(ISSUER))
                .subject(subject)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)));
        change.accept(claims);
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("test").build(), claims.build());
            jwt.sign(new RSASSASigner(key()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey key() {
        try {
            return RSAKey.parse(System.getProperty(KEY));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
