package org.trunkline.oauth.grants;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

import com.mongodb.client.MongoClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.local.database.EmbeddedDatabase;
import org.trunkline.local.loopback.LoopbackServer;
import org.trunkline.oauth.clients.Client;
import org.trunkline.oauth.clients.ClientRejected;
import org.trunkline.oauth.clients.ClientSource;
import org.trunkline.oauth.grants.RotatingProvider.Answer;
import org.trunkline.oauth.grants.RotatingProvider.Request;
import org.trunkline.oauth.provider.ProviderHttp;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Three replicas, 200 users whose tokens live for seconds, an authorization server that is slow, fails and revokes a
 * sign-in when a refresh token comes twice; one replica dies with tokens in hand, the database stops for seconds. No
 * sign-in may be lost but those whose tokens died with the replica. {@code -Plong} makes it two minutes.
 */
@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class RefreshChaosTest {

    private static final Logger LOG = Logger.getLogger(RefreshChaosTest.class);
    private static final int USERS = 200;
    private static final String VICTIM = "replica-1";
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("trunkline.test.chaos-seconds", 20));

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

    @TempDir
    Path folder;

    private final List<Replica> replicas = new CopyOnWriteArrayList<>();
    private final RotatingProvider provider = new RotatingProvider();
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong stale = new AtomicLong();
    private final AtomicLong failing = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();
    private final AtomicInteger names = new AtomicInteger();
    private volatile boolean over;

    @Test
    void losesNoSignInButThoseThatDiedWithAReplica() throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.onFile(folder.resolve("db"), LoopbackServer.HOST, 0);
        String uri = database.connectionString();
        IntStream.range(0, 3).forEach(i -> replicas.add(replica(uri)));
        provider.tokensLive(4);
        IntStream.range(0, USERS).forEach(this::signIn);
        provider.behave(this::misbehave);

        Replica victim = replicas.getFirst();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> work = new ArrayList<>();
            IntStream.range(0, USERS).forEach(i -> work.add(people.submit(() -> live(user(i)))));
            work.add(people.submit(this::lookAhead));
            pass(TIME.dividedBy(4));
            victim.killWithTokensInHand();
            await().atMost(Duration.ofSeconds(30)).until(victim::isDead);
            replicas.remove(victim);
            replicas.add(replica(uri));
            pass(TIME.dividedBy(4));
            database.close();
            pass(Duration.ofSeconds(4));
            database = EmbeddedDatabase.onFile(
                    folder.resolve("db"), LoopbackServer.HOST, URI.create(uri).getPort());
            pass(TIME.dividedBy(2));
            over = true;
            for (Future<?> each : work) {
                each.get();
            }
        }
        provider.behave(request -> null);
        Map<String, String> lost = settle();

        LOG.infof(
                "refresh chaos: seconds=%d users=%d replicas=3 uses=%d tokenRequests=%d failing=%d unavailable=%d"
                        + " stale=%d reuses=%d lost=%d",
                TIME.toSeconds(),
                USERS,
                used.get(),
                provider.requests().size(),
                failing.get(),
                unavailable.get(),
                stale.get(),
                provider.reuses(),
                lost.size());
        assertEquals(Map.of(), lostOtherwise(lost), "only tokens in the hands of the replica that died may be lost");
        assertEquals(lost.size(), provider.reuses());
        assertEquals(0, stale.get());
        assertTrue(used.get() > USERS);
        replicas.forEach(Replica::close);
        provider.close();
        database.close();
    }

    /** Everybody who is not lost gets a good token. */
    private Map<String, String> settle() {
        Replica any = replicas.getLast();
        IntStream.range(0, USERS)
                .mapToObj(RefreshChaosTest::user)
                .forEach(user -> await(user).atMost(Duration.ofSeconds(60)).until(() -> switch (any.grants.usable(
                        Orders.order(user))) {
                    case GrantState.Usable(Grant grant) -> provider.accepts(grant.accessToken());
                    case GrantState.Expired _ -> provider.lost().containsKey(user);
                    default -> false;
                }));
        return provider.lost();
    }

    private static Map<String, String> lostOtherwise(Map<String, String> lost) {
        Map<String, String> otherwise = new TreeMap<>(lost);
        otherwise.values().removeIf(VICTIM::equals);
        return otherwise;
    }

    private void live(String user) {
        while (!over) {
            Replica replica = replicas.get(ThreadLocalRandom.current().nextInt(replicas.size()));
            Instant asked = Instant.now();
            try {
                switch (replica.grants.usable(Orders.order(user))) {
                    case GrantState.Usable(Grant grant) -> note(user, grant, asked);
                    default -> failing.incrementAndGet();
                }
            } catch (RuntimeException | Error e) {
                unavailable.incrementAndGet();
            }
            pass(Duration.ofMillis(ThreadLocalRandom.current().nextInt(100, 700)));
        }
    }

    private void note(String user, Grant grant, Instant asked) {
        used.incrementAndGet();
        if (!provider.accepts(grant.accessToken(), asked) && !provider.lost().containsKey(user)) {
            stale.incrementAndGet();
        }
    }

    private void lookAhead() {
        while (!over) {
            replicas.forEach(replica -> {
                try {
                    replica.ahead.look();
                } catch (RuntimeException e) {
                    unavailable.incrementAndGet();
                }
            });
            pass(Duration.ofSeconds(1));
        }
    }

    /** A tenth fails, a twentieth is throttled, all are slow, some very. */
    private Answer misbehave(Request request) {
        int dice = ThreadLocalRandom.current().nextInt(100);
        pass(Duration.ofMillis(dice < 3 ? 2500 : ThreadLocalRandom.current().nextInt(5, 150)));
        if (dice < 10) {
            return Answer.of(503, "");
        }
        return dice < 15 ? new Answer(429, Map.of("Retry-After", "1"), "") : null;
    }

    private Replica replica(String uri) {
        String name = "replica-" + names.incrementAndGet();
        return new Replica(name, uri, codecs.getDatabase("chaos").getCodecRegistry(), seals, http, changes, rejections);
    }

    private void signIn(int number) {
        String issuer = provider.uri("").toString();
        Client client = new Client("client", null, "none", issuer, ClientSource.REGISTERED);
        replicas.getLast()
                .grants
                .store(
                        user(number),
                        "srv",
                        GrantsTest.tokens(provider.signIn(user(number))),
                        new GrantOrigin(
                                Orders.URL,
                                issuer,
                                provider.uri("/token"),
                                null,
                                null,
                                client,
                                null,
                                null,
                                false,
                                null,
                                null,
                                null));
    }

    private static String user(int number) {
        return "user" + number;
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
