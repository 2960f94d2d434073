package org.trunkline.system;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.trunkline.local.loopback.LoopbackServer;

/**
 * An authorization server, with the MCP server that it protects, that takes each refresh token once and revokes the
 * whole sign-in when it sees one again (RFC 9700 section 4.14.2). It knows whose answer did not reach anybody, because
 * the connection of who asked has ended. It can be made slow and failing, and made to hold answers back.
 */
final class RotatingServer implements AutoCloseable {

    private final Map<String, Map<String, List<String>>> codes = new ConcurrentHashMap<>();
    private final Map<String, SignIn> byRefreshToken = new ConcurrentHashMap<>();
    private final Map<String, Issued> byAccessToken = new ConcurrentHashMap<>();
    private final Set<SignIn> signIns = ConcurrentHashMap.newKeySet();
    private final AtomicLong serial = new AtomicLong();
    private final AtomicInteger exchanges = new AtomicInteger();
    private final AtomicInteger refreshes = new AtomicInteger();
    private final AtomicInteger reuses = new AtomicInteger();
    private final AtomicBoolean misbehaves = new AtomicBoolean();
    private final long lifetimeSeconds;
    private final LoopbackServer server;
    private final Queue<HttpServerResponse> waiting = new ConcurrentLinkedQueue<>();
    private volatile Promise<Void> hold;

    /** One user's: its tokens follow one another. */
    private static final class SignIn {

        private final String user;
        private String refreshToken;
        private volatile boolean revoked;
        private volatile boolean undelivered;
        private volatile Instant delivered;

        SignIn(String user) {
            this.user = user;
        }
    }

    private record Issued(SignIn signIn, Instant until) {}

    /** @param lifetimeSeconds of access tokens */
    RotatingServer(long lifetimeSeconds) {
        this.lifetimeSeconds = lifetimeSeconds;
        this.server = LoopbackServer.start(0, (vertx, port) -> request -> serve(vertx, request));
    }

    String authority() {
        return LoopbackServer.HOST + ":" + server.port();
    }

    String issuer() {
        return "http://" + authority();
    }

    /** The protected MCP server. */
    String mcpUrl() {
        return issuer() + "/mcp";
    }

    /**
     * Whether a tenth of the refreshes fails and a twentieth is throttled, before a token is looked at; all are slow.
     */
    void misbehave(boolean does) {
        misbehaves.set(does);
    }

    /** From now on refresh tokens are taken, but nobody is answered. */
    void holdAnswers() {
        waiting.clear();
        hold = Promise.promise();
    }

    /** How many refreshes wait for their answer since then. */
    int held() {
        return waiting.size();
    }

    /** Whether some of them are gone. */
    boolean someAreGone() {
        return waiting.stream().anyMatch(HttpServerResponse::closed);
    }

    /** Answers those whose connection is still there. */
    void releaseAnswers() {
        Promise<Void> ending = hold;
        hold = null;
        ending.complete();
    }

    /** How often a code was presented. */
    int exchanges() {
        return exchanges.get();
    }

    /** How often it was asked to refresh. */
    int refreshes() {
        return refreshes.get();
    }

    /** How often a refresh token came twice. */
    int reuses() {
        return reuses.get();
    }

    /** Whether it would have taken that access token then. */
    boolean accepts(String accessToken, Instant then) {
        Issued issued = byAccessToken.get(accessToken);
        return issued != null && !issued.signIn.revoked && issued.until.isAfter(then);
    }

    /** Whose sign-ins were revoked. */
    Set<String> lost() {
        return users(signIn -> signIn.revoked);
    }

    /** Whose tokens were taken, and who asked was gone before the answer. */
    Set<String> undelivered() {
        return users(signIn -> signIn.undelivered);
    }

    /** Whose last tokens were delivered within that time. */
    Set<String> deliveredBetween(Instant from, Instant to) {
        return users(signIn ->
                signIn.delivered != null && !signIn.delivered.isBefore(from) && signIn.delivered.isBefore(to));
    }

    @Override
    public void close() {
        server.close();
    }

    private Set<String> users(Predicate<SignIn> which) {
        return signIns.stream().filter(which).map(signIn -> signIn.user).collect(Collectors.toCollection(TreeSet::new));
    }

    private void serve(Vertx vertx, HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Map<String, List<String>> form = URLUtils.parseParameters(body.toString());
            switch (request.path()) {
                case "/.well-known/oauth-protected-resource/mcp" -> answer(request.response(), 200, resource());
                case "/.well-known/oauth-authorization-server" -> answer(request.response(), 200, metadata());
                case "/register" ->
                    answer(
                            request.response(),
                            201,
                            new JsonObject().put("client_id", "client-" + serial.incrementAndGet()));
                case "/authorize" -> authorize(request);
                case "/token" -> token(vertx, request, form);
                default -> answer(request.response(), 401, new JsonObject());
            }
        });
    }

    private JsonObject resource() {
        return new JsonObject().put("resource", mcpUrl()).put("authorization_servers", new JsonArray().add(issuer()));
    }

    private JsonObject metadata() {
        return new JsonObject()
                .put("issuer", issuer())
                .put("authorization_endpoint", issuer() + "/authorize")
                .put("token_endpoint", issuer() + "/token")
                .put("registration_endpoint", issuer() + "/register")
                .put("response_types_supported", new JsonArray().add("code"))
                .put("code_challenge_methods_supported", new JsonArray().add("S256"));
    }

    /** The user, whom the browser names as {@code login}, consents. */
    private void authorize(HttpServerRequest request) {
        Map<String, List<String>> asked = URLUtils.parseParameters(request.query());
        String code = "code-" + serial.incrementAndGet();
        codes.put(code, asked);
        String back = one(asked, "redirect_uri") + "?code=" + code + "&state=" + one(asked, "state");
        request.response()
                .setStatusCode(302)
                .putHeader("Location", URI.create(back).toString())
                .end();
    }

    private void token(Vertx vertx, HttpServerRequest request, Map<String, List<String>> form) {
        if (!"refresh_token".equals(one(form, "grant_type"))) {
            exchanges.incrementAndGet();
            Map<String, List<String>> asked = codes.remove(one(form, "code"));
            boolean meant = asked != null && challenge(form).equals(one(asked, "code_challenge"));
            answer(request.response(), meant ? 200 : 400, meant ? issue(signIn(one(asked, "login"))) : refused());
            return;
        }
        refreshes.incrementAndGet();
        int dice = ThreadLocalRandom.current().nextInt(100);
        int millis = dice < 3 ? 2500 : ThreadLocalRandom.current().nextInt(5, 150);
        vertx.setTimer(misbehaves.get() ? millis : 1, due -> {
            if (misbehaves.get() && dice < 15) {
                request.response()
                        .putHeader("Retry-After", "1")
                        .setStatusCode(dice < 10 ? 503 : 429)
                        .end();
            } else {
                refresh(one(form, "refresh_token"), request.response());
            }
        });
    }

    private void refresh(String refreshToken, HttpServerResponse response) {
        Optional<SignIn> known = Optional.ofNullable(byRefreshToken.get(refreshToken));
        Optional<JsonObject> tokens = known.flatMap(signIn -> rotate(signIn, refreshToken));
        if (tokens.isEmpty()) {
            answer(response, 400, refused());
            return;
        }
        Promise<Void> wait = hold;
        if (wait != null) {
            waiting.add(response);
        }
        (wait == null ? Future.succeededFuture() : wait.future())
                .onComplete(now -> deliver(response, tokens.get(), known.get()));
    }

    private Optional<JsonObject> rotate(SignIn signIn, String refreshToken) {
        synchronized (signIn) {
            if (!signIn.revoked && !refreshToken.equals(signIn.refreshToken)) {
                signIn.revoked = true;
                reuses.incrementAndGet();
            }
            return signIn.revoked ? Optional.empty() : Optional.of(issue(signIn));
        }
    }

    private static void deliver(HttpServerResponse response, JsonObject tokens, SignIn signIn) {
        if (response.closed()) {
            signIn.undelivered = true;
        } else {
            signIn.delivered = Instant.now();
            answer(response, 200, tokens);
        }
    }

    private SignIn signIn(String user) {
        SignIn signIn = new SignIn(user);
        signIns.add(signIn);
        return signIn;
    }

    private JsonObject issue(SignIn signIn) {
        String number = signIn.user + "-" + serial.incrementAndGet();
        signIn.refreshToken = "RT-" + number;
        byRefreshToken.put(signIn.refreshToken, signIn);
        byAccessToken.put("AT-" + number, new Issued(signIn, Instant.now().plusSeconds(lifetimeSeconds)));
        return new JsonObject()
                .put("access_token", "AT-" + number)
                .put("token_type", "Bearer")
                .put("expires_in", lifetimeSeconds)
                .put("refresh_token", signIn.refreshToken);
    }

    private static String challenge(Map<String, List<String>> form) {
        return CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(one(form, "code_verifier")))
                .getValue();
    }

    private static JsonObject refused() {
        return new JsonObject().put("error", "invalid_grant");
    }

    private static String one(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of("")).getFirst();
    }

    private static void answer(HttpServerResponse response, int status, JsonObject body) {
        if (!response.closed()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(body.toBuffer());
        }
    }
}
