package org.trunkline.oauth.grants;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.oauth.clients.Client;
import org.trunkline.oauth.clients.ClientRejected;
import org.trunkline.oauth.clients.ClientSource;
import org.trunkline.oauth.grants.RotatingProvider.Answer;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.oauth.grants.Orders.order;

/** The life of a grant, against an authorization server that rotates refresh tokens. */
@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class GrantsTest {

    @Inject
    Grants grants;

    @Inject
    MongoClient database;

    @Inject
    RefreshAhead ahead;

    @Inject
    Told told;

    private final String user = UUID.randomUUID().toString();
    private RotatingProvider provider;

    /** What was told while a test ran. */
    @Singleton
    static class Told {

        final List<GrantChanged> changes = new CopyOnWriteArrayList<>();
        final List<ClientRejected> rejections = new CopyOnWriteArrayList<>();

        void changed(@Observes GrantChanged change) {
            changes.add(change);
        }

        void rejected(@Observes ClientRejected rejection) {
            rejections.add(rejection);
        }

        /** Grants of tests before end meanwhile, too. */
        List<GrantChanged> of(String user) {
            return changes.stream().filter(change -> change.user().equals(user)).toList();
        }
    }

    @BeforeEach
    void start() {
        provider = new RotatingProvider();
        told.changes.clear();
        told.rejections.clear();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void givesWhatAFlowBrought() {
        Grant stored = signIn(origin());

        Grant used = usable(grants.usable(order(user)));

        assertEquals(stored, used);
        assertTrue(provider.accepts(used.accessToken()));
        assertEquals(0, provider.requests().size());
    }

    @Test
    void knowsNothingOfWhoNeverSignedIn() {
        assertInstanceOf(GrantState.None.class, grants.usable(order(user)));
    }

    @Test
    void keepsNoSecretReadableAndShowsNone() {
        Grant grant = signIn(origin());

        String stored = document().toJson();

        for (String secret : List.of(grant.accessToken(), "RT-", "client-secret", "header-secret")) {
            assertFalse(stored.contains(secret), secret);
            assertFalse((grant + " " + new GrantState.Usable(grant)).contains(secret));
        }
        assertFalse(origin().toString().contains("secret"));
    }

    @Test
    void opensNoSecretThatWasMovedFromAnotherGrant() {
        signIn(origin());
        String mine = document().getString("accessToken");
        String other = UUID.randomUUID().toString();
        grants.store(other, "srv", tokens(provider.signIn(other)), origin());
        collection().updateOne(new Document("user", other), new Document("$set", new Document("accessToken", mine)));

        assertThrows(IllegalStateException.class, () -> grants.usable(order(other)));
    }

    @Test
    void refreshesWhatHasEndedAndKeepsTheNewRefreshToken() {
        provider.tokensLive(1);
        Grant first = signIn(origin());
        ended();

        Grant second = usable(grants.usable(order(user)));
        ended();
        Grant third = usable(grants.usable(order(user)));

        assertEquals(first.generation() + 1, second.generation());
        assertEquals(first.generation() + 2, third.generation());
        assertEquals(first.since(), third.since());
        assertEquals(0, provider.reuses());
    }

    @Test
    void refreshesOnceForAllWhoAskAtTheSameTime() throws Exception {
        signIn(origin());
        ended();

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<GrantState>> states =
                    callers.invokeAll(Collections.nCopies(30, (Callable<GrantState>) () -> grants.usable(order(user))));
            for (Future<GrantState> state : states) {
                assertTrue(provider.accepts(usable(state.get()).accessToken()));
            }
        }

        assertEquals(1, provider.requests().size());
    }

    @Test
    void refreshesAheadOfTheEndWhatIsInUse() {
        Grant first = signIn(origin());
        set("issuedAt", Instant.now().minus(Duration.ofHours(1)));
        set("expiresAt", Instant.now().plus(Duration.ofMinutes(1)));

        ahead.look();

        await().until(() -> document().getLong("generation") == first.generation() + 1);
    }

    @Test
    void leavesAloneWhatNobodyUses() {
        Grant first = signIn(origin());
        String idle = UUID.randomUUID().toString();
        grants.store(idle, "srv", tokens(provider.signIn(idle)), origin());
        for (String who : List.of(user, idle)) {
            collection()
                    .updateOne(
                            new Document("user", who),
                            new Document(
                                    "$set",
                                    new Document("issuedAt", Instant.now().minus(Duration.ofHours(1)))
                                            .append("expiresAt", Instant.now().plus(Duration.ofMinutes(1)))));
        }
        collection()
                .updateOne(
                        new Document("user", idle),
                        new Document(
                                "$set", new Document("lastUsed", Instant.now().minus(Duration.ofHours(2)))));

        ahead.look();

        await().until(() -> document().getLong("generation") == first.generation() + 1);
        assertEquals(1, provider.requests().size());
    }

    @Test
    void usesATokenToItsRealEndWhileTheServerFails() {
        signIn(origin());
        set("issuedAt", Instant.now().minusSeconds(3600));
        set("expiresAt", Instant.now().plusSeconds(20));
        provider.behave(request -> Answer.of(503, ""));

        Grant used = usable(grants.usable(order(user)));

        assertTrue(provider.accepts(used.accessToken()));
        assertEquals(1, provider.requests().size());
    }

    @Test
    void keepsEverythingThroughAFailureAndSaysSo() {
        signIn(origin());
        ended();
        provider.behave(request -> new Answer(429, Map.of("Retry-After", "7"), ""));

        GrantState.Failing failing = assertInstanceOf(GrantState.Failing.class, grants.usable(order(user)));
        GrantState.Failing again = assertInstanceOf(GrantState.Failing.class, grants.usable(order(user)));

        assertEquals(Duration.ofSeconds(7), failing.retryAfter());
        assertTrue(again.retryAfter().compareTo(Duration.ofSeconds(7)) <= 0);
        assertEquals(1, provider.requests().size());
        assertTrue(told.of(user).getLast().state() instanceof GrantState.Failing);
        provider.behave(request -> null);
        collection().updateOne(new Document("user", user), new Document("$unset", new Document("retryAt", "")));
        usable(grants.usable(order(user)));
        assertFalse(document().containsKey("trouble"));
    }

    @Test
    void anUnreachableServerEndsNothing() {
        signIn(origin());
        ended();
        provider.close();

        assertInstanceOf(GrantState.Failing.class, grants.usable(order(user)));
        assertTrue(document().containsKey("refreshToken"));
    }

    @Test
    void endsWhenTheServerSaysThatTheGrantIsOver() {
        signIn(origin());
        ended();
        provider.behave(request -> Answer.of(400, "{'error':'invalid_grant'}"));

        GrantState.Expired expired = assertInstanceOf(GrantState.Expired.class, grants.usable(order(user)));
        grants.usable(order(user));

        assertEquals("The sign-in has ended at the authorization server", expired.reason());
        assertEquals(1, provider.requests().size());
    }

    @Test
    void anInvalidGrantDoesNotTouchANewerGeneration() {
        Grant first = signIn(origin());
        ended();
        provider.behave(request -> {
            signIn(origin());
            return Answer.of(400, "{'error':'invalid_grant'}");
        });

        Grant adopted = usable(grants.usable(order(user)));

        assertTrue(adopted.generation() > first.generation());
        assertTrue(document().containsKey("refreshToken"));
    }

    @Test
    void forgetsAClientThatTheServerDoesNotKnowAnyMore() {
        signIn(origin(ClientSource.REGISTERED));
        ended();
        provider.behave(request -> Answer.of(401, "{'error':'invalid_client'}"));

        assertInstanceOf(GrantState.Expired.class, grants.usable(order(user)));

        assertEquals("client", told.rejections.getFirst().client().id());
    }

    @Test
    void waitsForTheOperatorWhenAConfiguredClientIsRefused() {
        signIn(origin(ClientSource.CONFIGURED));
        ended();
        provider.behave(request -> request.headers().get("authorization").endsWith("Y2xpZW50Om5ldy1zZWNyZXQ=")
                ? null
                : Answer.of(401, "{'error':'invalid_client'}"));
        assertInstanceOf(
                GrantState.Failing.class, grants.usable(Orders.configured(user, "client", "client-secret", null)));

        usable(grants.usable(Orders.configured(user, "client", "new-secret", null)));
    }

    @Test
    void isNotUsedForAServerThatWasChanged() {
        signIn(origin(ClientSource.CONFIGURED));

        List<GrantOrder> changed = List.of(
                Orders.at(user, "http://127.0.0.1:1/elsewhere"),
                Orders.configured(user, "another", "client-secret", null),
                Orders.configured(user, "client", "client-secret", "http://127.0.0.1:1/token"));

        usable(grants.usable(Orders.configured(user, "client", "client-secret", null)));
        for (GrantOrder order : changed) {
            assertInstanceOf(GrantState.Expired.class, grants.usable(order));
            assertInstanceOf(
                    GrantState.Expired.class, grants.refused(order, document().getLong("generation")));
        }
        assertEquals(0, provider.requests().size());
    }

    @Test
    void getsAnotherTokenAfterARefusalButNotForEver() {
        Grant first = signIn(origin());

        Grant second = usable(grants.refused(order(user), first.generation()));
        GrantState third = grants.refused(order(user), second.generation());

        assertNotEquals(first.accessToken(), second.accessToken());
        assertInstanceOf(GrantState.Expired.class, third);
        assertEquals(1, provider.requests().size());
    }

    @Test
    void aRefusalAtTheEndOfATokenIsNoReasonToSignInAgain() {
        Grant first = signIn(origin());
        Grant second = usable(grants.refused(order(user), first.generation()));
        ended();

        Grant third = usable(grants.refused(order(user), second.generation()));

        assertEquals(second.generation() + 1, third.generation());
    }

    @Test
    void givesTheNewerTokenToWhoseOlderOneWasRefused() {
        Grant first = signIn(origin());
        Grant second = usable(grants.refused(order(user), first.generation()));

        assertEquals(second, usable(grants.refused(order(user), first.generation())));
        assertEquals(1, provider.requests().size());
    }

    @Test
    void aRefusedTokenWithoutARefreshTokenIsGone() {
        Grant only = grants.store(user, "srv", tokens("{'access_token':'AT','token_type':'Bearer'}"), origin());

        assertInstanceOf(GrantState.Expired.class, grants.refused(order(user), only.generation()));
        assertInstanceOf(GrantState.Expired.class, grants.usable(order(user)));
    }

    @Test
    void tellsOnceWhenATokenWithoutARefreshTokenHasEnded() {
        grants.store(user, "srv", tokens("{'access_token':'AT','token_type':'Bearer','expires_in':60}"), origin());
        ahead.look();
        assertEquals(1, told.of(user).size());
        ended();

        ahead.look();
        ahead.look();

        assertEquals(2, told.of(user).size());
        assertInstanceOf(GrantState.Expired.class, told.of(user).getLast().state());
    }

    @Test
    void revokesWhatIsForgotten() {
        Grant grant = signIn(origin());

        grants.revoke(user, "srv");

        assertInstanceOf(GrantState.None.class, grants.usable(order(user)));
        await().until(() -> provider.revoked().size() == 2);
        assertTrue(provider.revoked().getFirst().startsWith("RT-"));
        assertEquals(grant.accessToken(), provider.revoked().getLast());
        assertTrue(told.of(user).getLast().state() instanceof GrantState.None);
    }

    @Test
    void revokesAllOfAServerThatIsDeleted() {
        String server = UUID.randomUUID().toString();
        for (String who : List.of("a", "b")) {
            grants.store(who, server, tokens(provider.signIn(who)), origin());
        }

        grants.forgetServer(server);
        grants.forgetServer(server);

        await().until(() -> provider.revoked().size() == 4);
    }

    @Test
    void aNewSignInNeverGoesBackInGenerations() {
        Grant first = signIn(origin());
        Grant second = usable(grants.refused(order(user), first.generation()));
        grants.revoke(user, "srv");

        Grant third = signIn(origin());

        assertTrue(third.generation() > second.generation());
    }

    private Grant signIn(GrantOrigin origin) {
        return grants.store(user, "srv", tokens(provider.signIn(user)), origin);
    }

    private GrantOrigin origin() {
        return origin(ClientSource.REGISTERED);
    }

    private GrantOrigin origin(ClientSource source) {
        String issuer = provider.uri("").toString();
        return new GrantOrigin(
                Orders.URL,
                issuer,
                provider.uri("/token"),
                provider.uri("/revoke"),
                null,
                new Client("client", "client-secret", "client_secret_basic", issuer, source),
                null,
                null,
                true,
                null,
                Map.of("X-Tenant", "header-secret"),
                null);
    }

    private void ended() {
        set("expiresAt", Instant.now().minusSeconds(1));
    }

    private void set(String field, Instant value) {
        collection().updateOne(new Document("user", user), new Document("$set", new Document(field, value)));
    }

    private Document document() {
        return collection().find(new Document("user", user)).first();
    }

    private MongoCollection<Document> collection() {
        return database.getDatabase("trunkline-oauth").getCollection("grants");
    }

    private static Grant usable(GrantState state) {
        return assertInstanceOf(GrantState.Usable.class, state).grant();
    }

    static AccessTokenResponse tokens(String json) {
        try {
            return AccessTokenResponse.parse(JSONObjectUtils.parse(json.replace('\'', '"')));
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
