package org.trunkline.local.identity;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.Consumer;

import com.nimbusds.jwt.JWTClaimsSet;

/** Makes the tokens of users and services. */
final class TokenMint {

    static final String USER_AUDIENCE = "trunkline";
    static final String SERVICE_AUDIENCE = "trunkline-internal";

    /** A command that was pasted in the morning goes on working all day. */
    private static final Duration USER_LIFE = Duration.ofHours(12);

    static final Duration SERVICE_LIFE = Duration.ofMinutes(5);

    private final URI issuer;
    private final SigningKey key;

    TokenMint(URI issuer, SigningKey key) {
        this.issuer = issuer;
        this.key = key;
    }

    /** @param change what shall differ from the user's usual claims */
    String userToken(DemoUser user, Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = claims(user.id(), USER_AUDIENCE, USER_LIFE)
                .claim("name", user.fullName())
                .claim("preferred_username", user.id())
                .claim("email", user.email())
                .claim("role", user.role())
                .claim("groups", user.groups());
        change.accept(claims);
        return key.sign(claims.build());
    }

    /** @param change what shall differ from the service's usual claims */
    String serviceToken(String client, String audience, Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = claims(client, audience, SERVICE_LIFE)
                .claim("client_id", client)
                .claim("azp", client);
        change.accept(claims);
        return key.sign(claims.build());
    }

    private JWTClaimsSet.Builder claims(String subject, String audience, Duration life) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer.toString())
                .subject(subject)
                .audience(audience)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)));
    }
}
