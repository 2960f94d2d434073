package org.trunkline.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.trunkline.local.database.EmbeddedDatabase;
import org.trunkline.local.loopback.LoopbackServer;
import org.trunkline.system.LocalRun.Replica;
import org.trunkline.system.SignedInUsers.Callback;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trunkline.system.UsersAtWork.pass;

/**
 * Three processes of oauth-service share all work. 200 users whose tokens live for seconds, an authorization server
 * that is slow, fails, and revokes a sign-in when a refresh token comes twice. Of three processes of oauth-service some
 * are killed with tokens in hand; the database stops for seconds. No sign-in may be lost but those whose tokens the
 * authorization server had given to the process that was killed. {@code -Plong} makes it two minutes.
 */
@Tag("chaos")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OauthReplicasTest {

    private static final Logger LOG = Logger.getLogger(OauthReplicasTest.class);
    private static final int USERS = 200;
    private static final int IN_HAND = 20;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("trunkline.test.chaos-seconds", 20));

    /** What was given so long ago is stored, even if the machine is very busy. */
    private static final Duration STORING = Duration.ofSeconds(3);

    /** It would log a stack trace for each connection of a process that is killed. */
    private static final java.util.logging.Logger CUT_CONNECTIONS =
            java.util.logging.Logger.getLogger("de.bwaldvogel.mongo.wire.MongoExceptionHandler");

    static {
        CUT_CONNECTIONS.setLevel(Level.OFF);
    }

    private static final Pattern LOST = Pattern.compile("grant lost: user=(\\S+)");

    private final Path folder = Repository.scratch("refresh-chaos");
    private final RotatingTokens tokens = new RotatingTokens(6);
    private final RotatingServer provider = new RotatingServer(tokens);
    private final CountingServer waited = new CountingServer().protectedBy(provider.issuer());
    private EmbeddedDatabase database;
    private LocalRun trunkline;
    private SignedInUsers users;

    @BeforeAll
    void start() throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve("db"));
        database = EmbeddedDatabase.onFile(folder.resolve("db"), LoopbackServer.HOST, 0);
        Path declared = Files.writeString(
                folder.resolve("declared.yaml"), """
                mcpServers:
                  chaos:
                    type: streamable-http
                    url: %s
                    requiresOAuth: true
                  waited:
                    type: streamable-http
                    url: http://%s/mcp
                    requiresOAuth: true
                """.formatted(provider.mcpUrl(), waited.authority()));
        trunkline = new LocalRun(
                        folder,
                        "--replicas",
                        "oauth=3,connection=2",
                        "--declared",
                        declared.toString(),
                        "--allow",
                        provider.authority(),
                        "--allow",
                        waited.authority())
                .with("TRUNKLINE_DATABASE_URI", database.connectionString())
                .with("TRUNKLINE_GRANTS_EVERY", "1s")
                .with("TRUNKLINE_GRANTS_PAUSE", "200ms")
                .with("TRUNKLINE_OAUTH_HTTP_REQUEST_TIMEOUT", "30s")
                .startFresh();
        users = new SignedInUsers(trunkline, folder.resolve("data"), "chaos", USERS);
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {users, trunkline, provider, waited, database}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    @Order(1)
    void twentyCallbacksAtAllReplicasExchangeTheCodeOnceAndAllReplicasTellIt() throws Exception {
        // given
        String user = users.names().getFirst();
        Callback callback = users.consent(user);
        List<String> origins = trunkline.replicas("oauth-service").stream()
                .map(Replica::origin)
                .toList();
        List<ServerSentEvents> listeners =
                origins.stream().map(origin -> users.events(user, origin)).toList();
        listeners.forEach(listener -> await().until(() -> listener.has("event:reset")));

        // when
        List<Future<String>> answers;
        try (ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = browsers.invokeAll(IntStream.range(0, 20)
                    .<Callable<String>>mapToObj(i -> () -> users.comeBack(callback, origins.get(i % origins.size())))
                    .toList());
        }

        // then
        for (Future<String> answer : answers) {
            assertTrue(answer.get().contains("/oauth/success"), answer.get());
        }
        assertEquals(1, provider.exchanges());
        listeners.forEach(listener -> await().until(() -> listener.has("\"state\":\"authorized\"")));
        listeners.forEach(ServerSentEvents::close);
    }

    /** One waits at the replica that owns the session, one at another, from which the call was handed on. */
    @Test
    @Order(2)
    void aCallThatWaitsForASignInGoesOnWhicheverReplicasItAndTheCallbackAreAt() throws Exception {
        List<Replica> connections = trunkline.replicas("connection-service");
        List<Replica> oauths = trunkline.replicas("oauth-service");
        try (SignedInUsers waiting = new SignedInUsers(trunkline, folder.resolve("data"), "waited", 2);
                ExecutorService consumers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections.size(); i++) {
                // given
                String user = waiting.names().get(i);
                String origin = connections.get(i).origin();
                assertEquals(
                        409,
                        waiting.call(user, connections.getFirst().origin(), "once", 0)
                                .statusCode());
                Future<HttpResponse<String>> call = consumers.submit(() -> waiting.call(user, origin, "once", 60));
                Callback callback = waiting.consent(user);
                assertFalse(call.isDone());

                // when
                String page = waiting.comeBack(callback, oauths.get(1 + i).origin());
                long back = System.nanoTime();

                // then
                assertTrue(page.contains("/oauth/success"), page);
                assertEquals(
                        200, call.get().statusCode(), () -> call.resultNow().body());
                LOG.infof(
                        "a call that waited was answered ms=%d after the callback",
                        (System.nanoTime() - back) / 1_000_000);
            }
        }
        assertEquals(connections.size(), waited.calls().size());
    }

    @Test
    @Order(3)
    void losesNoSignInButThoseWhoseTokensDiedWithAProcess() throws Exception {
        // given
        users.signIn();
        provider.misbehave(true);

        // when
        UsersAtWork work = UsersAtWork.begin(users, tokens);
        pass(TIME.dividedBy(4));
        killWithTokensInHand(0);
        pass(TIME.dividedBy(4));
        stopDatabase();
        pass(TIME.dividedBy(4));
        killWithTokensInHand(1);
        pass(TIME.dividedBy(4));
        work.stop();

        // then
        provider.misbehave(false);
        work.settle();
        LOG.infof(
                "refresh chaos with processes: seconds=%d users=%d replicas=3 %s tokenRequests=%d reuses=%d lost=%d"
                        + " undelivered=%d",
                TIME.toSeconds(),
                USERS,
                work,
                provider.refreshes(),
                tokens.reuses(),
                tokens.lost().size(),
                tokens.undelivered().size());
        assertEquals(tokens.undelivered(), tokens.lost(), "only what nobody alive was given is lost");
        assertEquals(tokens.lost().size(), tokens.reuses(), "each is found out by one use of a token that was taken");
        assertEquals(tokens.lost(), lostByLog(), "each is explained in the log");
        assertEquals(0, work.stale());
        assertTrue(work.uses() > USERS);
    }

    /** The authorization server takes some tokens and answers nobody until one of those who asked is dead. */
    private void killWithTokensInHand(int index) {
        Replica victim = trunkline.replicas("oauth-service").get(index);
        provider.holdAnswers(IN_HAND);
        await().atMost(Duration.ofSeconds(60)).until(() -> provider.held() >= IN_HAND);
        pass(STORING);
        victim.kill();
        waitForSomeToBeGone();
        provider.releaseAnswers();
    }

    /**
     * Not for long: if the dead one had none of the tokens in hand, the living must be answered before they give up.
     */
    private void waitForSomeToBeGone() {
        long end = System.nanoTime() + STORING.toNanos();
        while (!provider.someAreGone() && System.nanoTime() - end < 0) {
            pass(Duration.ofMillis(100));
        }
    }

    /** What could not be stored is not asked for: without the database nobody sends a refresh token. */
    private void stopDatabase() {
        int port = URI.create(database.connectionString()).getPort();
        database.close();
        pass(Duration.ofSeconds(2));
        int before = provider.refreshes();
        pass(Duration.ofSeconds(3));
        int after = provider.refreshes();
        database = EmbeddedDatabase.onFile(folder.resolve("db"), LoopbackServer.HOST, port);
        assertEquals(before, after, "refresh tokens sent while the database was away");
    }

    private Set<String> lostByLog() {
        return trunkline.replicas("oauth-service").stream()
                .map(replica -> trunkline.logs().resolve("oauth-service-" + replica.index() + ".log"))
                .flatMap(log -> LOST.matcher(Processes.text(log)).results())
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
