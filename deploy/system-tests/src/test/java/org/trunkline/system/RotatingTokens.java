package org.trunkline.system;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonObject;

/**
 * Tokens that follow one another: a refresh token is good once, and when it comes again all of its sign-in are revoked
 * (RFC 9700 section 4.14.2).
 */
final class RotatingTokens {

    private final Map<String, SignIn> byRefreshToken = new ConcurrentHashMap<>();
    private final Map<String, Issued> byAccessToken = new ConcurrentHashMap<>();
    private final AtomicLong serial = new AtomicLong();
    private final AtomicInteger reuses = new AtomicInteger();
    private final long lifetimeSeconds;

    /** @param lifetimeSeconds of access tokens */
    RotatingTokens(long lifetimeSeconds) {
        this.lifetimeSeconds = lifetimeSeconds;
    }

    /** One user's. */
    private static final class SignIn {

        private final String user;
        private String refreshToken;
        private volatile boolean revoked;
        private volatile boolean undelivered;

        SignIn(String user) {
            this.user = user;
        }
    }

    private record Issued(SignIn signIn, Instant until) {}

    /** New tokens, and whose they are. */
    static final class Tokens {

        private final SignIn signIn;
        private final JsonObject answer;

        private Tokens(SignIn signIn, JsonObject answer) {
            this.signIn = signIn;
            this.answer = answer;
        }

        /** As a token endpoint answers. */
        JsonObject answer() {
            return answer;
        }

        /** Whoever asked is gone. */
        void undelivered() {
            signIn.undelivered = true;
        }
    }

    Tokens signIn(String user) {
        return issue(new SignIn(user));
    }

    /** Empty for a token that it does not take, or not any more. */
    Optional<Tokens> refresh(String refreshToken) {
        return Optional.ofNullable(byRefreshToken.get(refreshToken)).flatMap(signIn -> rotate(signIn, refreshToken));
    }

    /** How often a refresh token came twice. */
    int reuses() {
        return reuses.get();
    }

    /** Whether that access token was good then. */
    boolean accepts(String accessToken, Instant then) {
        Issued issued = byAccessToken.get(accessToken);
        return issued != null && !issued.signIn.revoked && issued.until.isAfter(then);
    }

    /** Whose sign-ins were revoked. */
    Set<String> lost() {
        return users(signIn -> signIn.revoked);
    }

    /** Whose refresh token was taken for somebody who was gone before the answer. */
    Set<String> undelivered() {
        return users(signIn -> signIn.undelivered);
    }

    private Set<String> users(Predicate<SignIn> which) {
        return byRefreshToken.values().stream()
                .filter(which)
                .map(signIn -> signIn.user)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<Tokens> rotate(SignIn signIn, String refreshToken) {
        synchronized (signIn) {
            if (!signIn.revoked && !refreshToken.equals(signIn.refreshToken)) {
                signIn.revoked = true;
                reuses.incrementAndGet();
            }
            return signIn.revoked ? Optional.empty() : Optional.of(issue(signIn));
        }
    }

    private Tokens issue(SignIn signIn) {
        String number = signIn.user + "-" + serial.incrementAndGet();
        signIn.refreshToken = "RT-" + number;
        byRefreshToken.put(signIn.refreshToken, signIn);
        byAccessToken.put("AT-" + number, new Issued(signIn, Instant.now().plusSeconds(lifetimeSeconds)));
        JsonObject answer = new JsonObject()
                .put("access_token", "AT-" + number)
                .put("token_type", "Bearer")
                .put("expires_in", lifetimeSeconds)
                .put("refresh_token", signIn.refreshToken);
        return new Tokens(signIn, answer);
    }
}
