package org.trunkline.system;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.trunkline.local.loopback.LoopbackServer;
import org.trunkline.system.RotatingTokens.Tokens;

/**
 * An authorization server with {@link RotatingTokens}, and the MCP server that it protects. It knows whose answer did
 * not reach anybody, because the connection of who asked has ended. It can be made slow and failing, and made to hold
 * answers back.
 */
final class RotatingServer implements AutoCloseable {

    private final Map<String, Map<String, List<String>>> codes = new ConcurrentHashMap<>();
    private final AtomicInteger serial = new AtomicInteger();
    private final AtomicInteger exchanges = new AtomicInteger();
    private final AtomicInteger refreshes = new AtomicInteger();
    private final Queue<HttpServerResponse> waiting = new ConcurrentLinkedQueue<>();
    private final RotatingTokens tokens;
    private final LoopbackServer server;
    private volatile boolean misbehaves;
    private volatile int mostTaken;
    private volatile Promise<Void> hold;

    RotatingServer(RotatingTokens tokens) {
        this.tokens = tokens;
        this.server = LoopbackServer.start(0, (vertx, port) -> request -> serve(vertx, request));
    }

    String authority() {
        return LoopbackServer.HOST + ":" + server.port();
    }

    /** The protected MCP server. */
    String mcpUrl() {
        return issuer() + "/mcp";
    }

    /**
     * Whether a tenth of the refreshes fails and a twentieth is throttled, before a token is looked at; all are slow.
     */
    void misbehave(boolean does) {
        misbehaves = does;
    }

    /** From now on nobody who refreshes is answered; of the first so many the refresh tokens are taken. */
    void holdAnswers(int taken) {
        waiting.clear();
        mostTaken = taken;
        hold = Promise.promise();
    }

    /** How many refresh tokens were taken since then. */
    int held() {
        return waiting.size();
    }

    /** Whether some of those who asked are gone. */
    boolean someAreGone() {
        return waiting.stream().anyMatch(HttpServerResponse::closed);
    }

    /** Answers those who are still there. */
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

    @Override
    public void close() {
        server.close();
    }

    /** The authorization server. */
    String issuer() {
        return "http://" + authority();
    }

    private void serve(Vertx vertx, HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Map<String, List<String>> form = URLUtils.parseParameters(body.toString());
            switch (request.path()) {
                case "/.well-known/oauth-protected-resource/mcp" -> answer(request.response(), 200, resource());
                case "/.well-known/oauth-authorization-server" -> answer(request.response(), 200, metadata());
                case "/register" -> answer(request.response(), 201, new JsonObject().put("client_id", name("client")));
                case "/authorize" -> authorize(request);
                case "/token" -> token(vertx, request.response(), form);
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
        String code = name("code");
        codes.put(code, asked);
        String back = one(asked, "redirect_uri") + "?code=" + code + "&state=" + one(asked, "state");
        request.response().setStatusCode(302).putHeader("Location", back).end();
    }

    private void token(Vertx vertx, HttpServerResponse response, Map<String, List<String>> form) {
        if (one(form, "grant_type").equals("refresh_token")) {
            refreshes.incrementAndGet();
            int dice = ThreadLocalRandom.current().nextInt(100);
            int slow = dice < 3 ? 2500 : ThreadLocalRandom.current().nextInt(5, 150);
            vertx.setTimer(misbehaves ? slow : 1, due -> refresh(response, one(form, "refresh_token"), dice));
        } else {
            exchange(response, form);
        }
    }

    private void exchange(HttpServerResponse response, Map<String, List<String>> form) {
        exchanges.incrementAndGet();
        Map<String, List<String>> asked = codes.remove(one(form, "code"));
        if (asked != null && challenge(form).equals(one(asked, "code_challenge"))) {
            answer(response, 200, tokens.signIn(one(asked, "login")).answer());
        } else {
            refuse(response);
        }
    }

    private void refresh(HttpServerResponse response, String refreshToken, int dice) {
        if (misbehaves && dice < 15) {
            response.setStatusCode(dice < 10 ? 503 : 429)
                    .putHeader("Retry-After", "1")
                    .end();
            return;
        }
        Promise<Void> wait = hold;
        if (wait == null) {
            grant(response, refreshToken);
        } else if (waiting.size() >= mostTaken) {
            wait.future().onComplete(released -> grant(response, refreshToken));
        } else {
            tokens.refresh(refreshToken).ifPresentOrElse(next -> hold(response, next, wait), () -> refuse(response));
        }
    }

    private void hold(HttpServerResponse response, Tokens next, Promise<Void> wait) {
        waiting.add(response);
        wait.future().onComplete(released -> deliver(response, next));
    }

    /** A request goes with whoever sent it. */
    private void grant(HttpServerResponse response, String refreshToken) {
        if (!response.closed()) {
            tokens.refresh(refreshToken).ifPresentOrElse(next -> deliver(response, next), () -> refuse(response));
        }
    }

    private static void deliver(HttpServerResponse response, Tokens granted) {
        if (response.closed()) {
            granted.undelivered();
        } else {
            answer(response, 200, granted.answer());
        }
    }

    private static void refuse(HttpServerResponse response) {
        answer(response, 400, new JsonObject().put("error", "invalid_grant"));
    }

    private String name(String kind) {
        return kind + "-" + serial.incrementAndGet();
    }

    private static String challenge(Map<String, List<String>> form) {
        return CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(one(form, "code_verifier")))
                .getValue();
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
