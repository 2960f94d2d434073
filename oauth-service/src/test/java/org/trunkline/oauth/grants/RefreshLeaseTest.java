package org.trunkline.oauth.grants;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

import com.mongodb.client.MongoClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.oauth.clients.Client;
import org.trunkline.oauth.clients.ClientRejected;
import org.trunkline.oauth.clients.ClientSource;
import org.trunkline.oauth.provider.ProviderHttp;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.trunkline.oauth.grants.Orders.order;

/** Two replicas want to refresh a grant while something stands still; no refresh token may be sent twice. */
@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class RefreshLeaseTest {

    private static final String USER = "lease-user";

    @Inject
    GrantSeals seals;

    @Inject
    ProviderHttp http;

    @Inject
    MongoClient codecs;

    @Inject
    Event<GrantChanged> changes;

    @Inject
    Event<ClientRejected> rejections;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private RotatingProvider provider;
    private Line firstLine;
    private Line secondLine;
    private Replica first;
    private Replica second;

    @BeforeEach
    void start() {
        provider = new RotatingProvider();
        firstLine = new Line(OauthTestBed.databaseUri());
        secondLine = new Line(OauthTestBed.databaseUri());
        first = replica(firstLine);
        second = replica(secondLine);
        signIn();
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        firstLine.close();
        secondLine.close();
        provider.close();
        callers.close();
    }

    @Test
    void whoRefreshesIsNotTakenForDeadBecauseTheDatabaseStoodStill() throws Exception {
        // given
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        provider.behave(request -> {
            asked.countDown();
            return after(answer);
        });
        CompletableFuture<GrantState> holder = usable(first);
        asked.await();
        long looks = secondLine.answers();
        CompletableFuture<GrantState> waiting = usable(second);
        await().until(() -> secondLine.answers() > looks + 4);

        // when
        firstLine.freeze();
        secondLine.freeze();
        pass(Replica.LEASE.multipliedBy(2));
        long looksBefore = secondLine.answers();
        secondLine.thaw();
        await().until(() -> secondLine.answers() > looksBefore + 4);
        firstLine.thaw();
        answer.countDown();

        // then
        assertInstanceOf(GrantState.Usable.class, holder.get());
        assertInstanceOf(GrantState.Usable.class, waiting.get());
        assertEquals(1, provider.requests().size());
        assertEquals(0, provider.reuses());
    }

    @Test
    void aServerSaysHowLongItsCallsWaitForARefresh() throws Exception {
        // given
        CountDownLatch answer = new CountDownLatch(1);
        provider.behave(request -> after(answer));
        GrantOrder impatient = Orders.of(
                USER, "{'type':'streamable-http','url':'" + Orders.URL + "','oauthRefreshWaitTimeout':50}", null);

        // when
        GrantState early = first.grants.usable(impatient);
        answer.countDown();

        // then
        assertInstanceOf(GrantState.Failing.class, early);
        assertInstanceOf(GrantState.Usable.class, first.grants.usable(Orders.order(USER)));
        assertEquals(1, provider.requests().size());
    }

    @Test
    void whoHadToWaitForTheLeaseMakesSureThatItIsStillTheirs() throws Exception {
        // given
        firstLine.freezeAfter("findAndModify");
        CompletableFuture<GrantState> frozen = usable(first);
        await().until(firstLine::isFrozen);

        // when
        GrantState overtaking = usable(second).get();
        firstLine.thaw();

        // then
        assertInstanceOf(GrantState.Usable.class, overtaking);
        assertEquals(overtaking, frozen.get());
        assertEquals(1, provider.requests().size());
        assertEquals(0, provider.reuses());
    }

    @Test
    void whatADeadReplicaWasRefreshingIsRefreshedAheadByAnother() {
        // given
        firstLine.freezeAfter("findAndModify");
        usable(first);
        await().until(firstLine::isFrozen);

        // when
        second.ahead.look();

        // then
        await().atMost(Replica.LEASE.multipliedBy(10))
                .until(() -> provider.requests().size() == 1);
    }

    private CompletableFuture<GrantState> usable(Replica replica) {
        return CompletableFuture.supplyAsync(() -> replica.grants.usable(order(USER)), callers);
    }

    private Replica replica(Line line) {
        return new Replica(
                line.uri(), codecs.getDatabase("replicas").getCodecRegistry(), seals, http, changes, rejections);
    }

    /** With a token that has ended. */
    private void signIn() {
        provider.tokensLive(1);
        String tokens = provider.signIn(USER);
        provider.tokensLive(3600);
        String issuer = provider.uri("").toString();
        Client client = new Client("client", null, "none", issuer, ClientSource.REGISTERED);
        GrantOrigin origin = new GrantOrigin(
                Orders.URL, issuer, provider.uri("/token"), null, null, client, null, null, false, null, null, null);
        first.grants.store(USER, "srv", GrantsTest.tokens(tokens), origin);
        pass(Duration.ofSeconds(1));
    }

    private static RotatingProvider.Answer after(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusMinutes(1)).until(() -> true);
    }
}
