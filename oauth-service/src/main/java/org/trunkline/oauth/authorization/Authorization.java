package org.trunkline.oauth.authorization;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.AuthorizationStatus;
import org.trunkline.credential.CredentialChange;
import org.trunkline.credential.PendingFlow;

/**
 * How a user's authorization at a server was when it was last looked at. What counts are grants and flows: this follows
 * them, so that states can be told without asking anybody.
 */
@MongoEntity(collection = "authorizations")
public class Authorization {

    @BsonId
    public String id;

    public String user;

    public String server;

    /** Null before it is stored for the first time. */
    public AuthorizationState state;

    /** In words, for the user; null when there is nothing to say. */
    public String reason;

    /** When the state began. */
    public Instant since;

    /** Of the grant; 0 without one. */
    public long generation;

    /** When another try may succeed; null when waiting does not help. */
    public Instant retryAt;

    /** The flow that waits for the user, as are the two below; null without one. */
    public String flowId;

    public String flowUrl;

    public Instant flowExpiresAt;

    /** The scopes that the server wanted last beyond those of the grant; null when it never did. */
    public String stepUpScope;

    /** How many flows were begun for {@link #stepUpScope} since {@link #stepUpSince}. */
    public int stepUps;

    public Instant stepUpSince;

    /** Grows with each write; 0 before the first. */
    public long revision;

    static Authorization fresh(String user, String server) {
        Authorization fresh = new Authorization();
        fresh.id = id(user, server);
        fresh.user = user;
        fresh.server = server;
        return fresh;
    }

    /** The id of a user's authorization at a server; the separator in a part is told apart by its encoding. */
    static String id(String user, String server) {
        return URLEncoder.encode(user, StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(server, StandardCharsets.UTF_8);
    }

    /** There is a grant that can be used. One that lacks scopes stays so until the flow for them has ended. */
    void usable(long generation) {
        boolean lacksScopes = state == AuthorizationState.STEP_UP && this.generation != 0 && pending() != null;
        enter(lacksScopes ? AuthorizationState.STEP_UP : AuthorizationState.AUTHORIZED, lacksScopes ? reason : null);
        this.generation = generation;
        if (!lacksScopes) {
            waitFor(null);
        }
    }

    /** The user's flow brought a grant. */
    void signedIn() {
        enter(AuthorizationState.AUTHORIZED, null);
        waitFor(null);
    }

    /** The user has to finish a flow. */
    void waiting(AuthorizationState state, String reason, PendingFlow flow) {
        enter(state, reason);
        waitFor(flow);
        generation = state == AuthorizationState.STEP_UP ? generation : 0;
    }

    /** There is no grant, or none that can be used now. */
    void unusable(AuthorizationState state, String reason, Duration retryAfter) {
        enter(state, reason);
        waitFor(null);
        retryAt = retryAfter == null ? null : Instant.now().plus(retryAfter);
        generation = state == AuthorizationState.ERROR ? generation : 0;
    }

    /** Counts a flow for scopes that the grant lacks; false when there were {@code limit} for the same ones lately. */
    boolean stepUp(String scope, int limit, Duration lately) {
        Instant now = Instant.now();
        if (!scope.equals(stepUpScope) || stepUpSince.plus(lately).isBefore(now)) {
            stepUpScope = scope;
            stepUpSince = now;
            stepUps = 0;
        }
        stepUps++;
        return stepUps <= limit;
    }

    /** The flow that still waits for the user; null when there is none. */
    PendingFlow pending() {
        return flowId == null || hasTimedOut() ? null : new PendingFlow(flowId, flowUrl, flowExpiresAt);
    }

    /** The status as it is now: a flow that was not finished in time has failed. */
    AuthorizationStatus status() {
        if (state == AuthorizationState.AUTHORIZING && hasTimedOut()) {
            String late = "The user did not sign in in time";
            return new AuthorizationStatus(AuthorizationState.ERROR, late, flowExpiresAt, null, null);
        }
        return new AuthorizationStatus(state, reason, since, pending(), retryAfter());
    }

    CredentialChange change() {
        return new CredentialChange(user, server, state, reason, since, generation, false);
    }

    /** What is worth telling: two states with the same are one. */
    List<Object> news() {
        return Arrays.asList(state, reason, generation, flowId, flowExpiresAt);
    }

    private void enter(AuthorizationState next, String why) {
        if (state != next) {
            state = next;
            since = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        }
        reason = why;
        retryAt = null;
    }

    private void waitFor(PendingFlow flow) {
        flowId = flow == null ? null : flow.id();
        flowUrl = flow == null ? null : flow.url();
        flowExpiresAt = flow == null ? null : flow.expiresAt().truncatedTo(ChronoUnit.MILLIS);
    }

    private Long retryAfter() {
        return retryAt == null
                ? null
                : Math.max(0, Duration.between(Instant.now(), retryAt).toMillis());
    }

    private boolean hasTimedOut() {
        return flowExpiresAt != null && flowExpiresAt.isBefore(Instant.now());
    }
}
