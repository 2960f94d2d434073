package org.trunkline.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.trunkline.telemetry.CacheMeters;

/**
 * Lets OIDC verify bearer tokens and remembers for a short time whom a valid one names: to verify a signature costs
 * more than all else in a warm request. Tokens are remembered by their hash, and by the part of the API that they were
 * accepted for: users' and services' tokens are verified differently. What was refused is not remembered.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class TokenMemory implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Bearer ";
    private static final int REMEMBERED = 10_000;

    private final OidcAuthenticationMechanism oidc;
    private final TokenReader tokens;
    private final Cache<Key, SecurityIdentity> verified;

    private record Key(String part, ByteBuffer hash) {}

    TokenMemory(OidcAuthenticationMechanism oidc, TokenReader tokens, IdentityConfig config, MeterRegistry registry) {
        this.oidc = oidc;
        this.tokens = tokens;
        this.verified = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfter(
                        Expiry.creating((Key key, SecurityIdentity identity) -> life(identity, config.tokenTime())))
                .recordStats()
                .build();
        CacheMeters.register(registry, "tokens", verified);
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        String authorization = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            return oidc.authenticate(request, providers);
        }
        Key key = new Key(part(request.normalizedPath()), hash(authorization));
        SecurityIdentity known = verified.getIfPresent(key);
        return known != null
                ? Uni.createFrom().item(known)
                : oidc.authenticate(request, providers).map(identity -> remembered(key, identity));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return oidc.getChallenge(request);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
        return oidc.getCredentialTransport(request);
    }

    @Override
    public int getPriority() {
        return oidc.getPriority();
    }

    /** A token that is bound to a key or certificate (RFC 7800) is worth nothing by itself: OIDC sees it each time. */
    private SecurityIdentity remembered(Key key, SecurityIdentity identity) {
        if (identity == null
                || !(identity.getPrincipal() instanceof JsonWebToken token)
                || token.getClaim("cnf") != null) {
            return identity;
        }
        try {
            SecurityIdentity lean = QuarkusSecurityIdentity.builder()
                    .setPrincipal(new VerifiedCaller(tokens.caller(token)))
                    .addRoles(identity.getRoles())
                    .build();
            verified.put(key, lean);
            return lean;
        } catch (AuthenticationFailedException nobody) {
            return identity;
        }
    }

    private static Duration life(SecurityIdentity identity, Duration longest) {
        Instant end = ((VerifiedCaller) identity.getPrincipal()).caller().tokenExpiresAt();
        Duration left = Duration.between(Instant.now(), end);
        Duration life = left.compareTo(longest) < 0 ? left : longest;
        return life.isNegative() ? Duration.ZERO : life;
    }

    /** The first segment of a path: it alone decides how OIDC is set up to verify a token. */
    private static String part(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? path : path.substring(0, end);
    }

    private static ByteBuffer hash(String authorization) {
        try {
            byte[] text = authorization.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
