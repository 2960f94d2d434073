package org.trunkline.connection.testbed;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.AuthorizationStatus;
import org.trunkline.credential.Challenge;
import org.trunkline.credential.Credential;
import org.trunkline.credential.CredentialChange;
import org.trunkline.credential.CredentialRequest;
import org.trunkline.credential.PendingFlow;
import org.trunkline.credential.UserAuthorizations;
import org.trunkline.neighbours.StubEvents;
import org.trunkline.neighbours.StubNeighbour;
import org.trunkline.neighbours.StubNeighbour.Answer;
import org.trunkline.neighbours.StubNeighbour.Request;

/** Stands in for oauth-service: has the credentials that a test puts here. Until then every user has to sign in. */
public final class StubOauth {

    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());
    private static final long FLOW_MINUTES = 10;

    private final StubNeighbour http;
    private final StubEvents events = new StubEvents();
    private final Map<String, Credential> credentials = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger challenges = new AtomicInteger();
    private volatile Function<Challenge, Credential> challenged = challenge -> credential(challenge.request());

    StubOauth(StubNeighbour http) {
        this.http = http;
        answer();
    }

    /** The stand-in below, for what else is asked of oauth-service. */
    public StubNeighbour neighbour() {
        return http;
    }

    /** Forgets every credential and answers again. */
    public void reset() {
        http.reset();
        credentials.clear();
        questions.set(0);
        challenges.set(0);
        challenged = challenge -> credential(challenge.request());
        answer();
    }

    /** From now on every question fails. */
    public void goDown() {
        http.on("POST", "/", request -> new Answer(503, "down"));
        http.on("GET", "/", request -> new Answer(503, "down"));
    }

    /** Gives a user a credential, which is told to nobody. */
    public void give(String user, String server, Credential credential) {
        credentials.put(user + " " + server, credential);
    }

    /** What is answered to refusals from now on. */
    public void onChallenge(Function<Challenge, Credential> answer) {
        challenged = answer;
    }

    /** Tells a change to who listens. */
    public void tell(String user, String server, AuthorizationState state, boolean values) {
        try {
            CredentialChange change = new CredentialChange(user, server, state, "as told", Instant.now(), 1, values);
            events.send("change", JSON.writeValueAsString(change));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many have ever begun to listen for changes. */
    public int listeners() {
        return events.listeners();
    }

    /** How many credentials were asked for since it was reset. */
    public int questions() {
        return questions.get();
    }

    /** How many refusals were told since it was reset. */
    public int challenges() {
        return challenges.get();
    }

    /** A credential with a token. */
    public static Credential token(String token, long generation) {
        return new Credential(
                AuthorizationState.AUTHORIZED, null, null, token, null, null, generation, null, null, null);
    }

    /** A credential with values only. */
    public static Credential values(Map<String, String> values) {
        return new Credential(AuthorizationState.NOT_REQUIRED, null, null, null, null, null, 0, values, null, null);
    }

    /** What a user gets who has to finish a flow. */
    public static Credential waiting(String user, String server, AuthorizationState state) {
        PendingFlow flow = new PendingFlow(
                user + ":" + server,
                "https://trunkline.example/api/mcp/" + server + "/oauth/initiate",
                Instant.now().plusSeconds(FLOW_MINUTES * 60));
        return new Credential(state, "because", null, null, null, null, 0, null, flow, null);
    }

    private void answer() {
        http.on("POST", "/internal/v1/credentials", this::credential);
        http.on("POST", "/internal/v1/challenges", this::challenge);
        http.on("GET", "/internal/v1/authorizations", this::authorizations);
        http.on("GET", "/internal/v1/events", request -> new Answer(200, events));
    }

    private Answer credential(Request request) {
        questions.incrementAndGet();
        return request.authorized()
                ? new Answer(200, credential(request.body(CredentialRequest.class)))
                : new Answer(401, "no token");
    }

    private Answer challenge(Request request) {
        challenges.incrementAndGet();
        return new Answer(200, challenged.apply(request.body(Challenge.class)));
    }

    private Credential credential(CredentialRequest request) {
        Credential given = credentials.get(request.user() + " " + request.server());
        if (given != null) {
            return given;
        }
        return request.startFlow()
                ? waiting(request.user(), request.server(), AuthorizationState.AUTHORIZING)
                : new Credential(
                        AuthorizationState.NEEDS_AUTHORIZATION, "because", null, null, null, null, 0, null, null, null);
    }

    private Answer authorizations(Request request) {
        String user = request.uri().getQuery().substring("user=".length());
        Map<String, AuthorizationStatus> servers = new ConcurrentHashMap<>();
        Map<String, Set<String>> values = new ConcurrentHashMap<>();
        credentials.forEach((key, credential) -> {
            String server = key.substring(user.length() + 1);
            if (key.startsWith(user + " ")) {
                values.put(server, credential.userValues().keySet());
                servers.put(
                        server,
                        new AuthorizationStatus(
                                credential.state(), credential.reason(), null, credential.flow(), null));
            }
        });
        return new Answer(200, new UserAuthorizations(servers, values, FLOW_MINUTES * 60_000));
    }
}
