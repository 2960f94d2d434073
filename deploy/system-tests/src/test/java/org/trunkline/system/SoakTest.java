package org.trunkline.system;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Conversations go on while the MCP servers, one of each transport, die at random and return: every call is answered,
 * every session works again, and nothing is held for those that are gone.
 */
@Tag("chaos")
@Tag("jvm")
@NeedsNode
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SoakTest {

    private static final Logger LOG = Logger.getLogger(SoakTest.class);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("trunkline.test.soak-seconds", 20));
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<String> USERS = List.of("alice", "bob", "carol");
    private static final int CONVERSATIONS_OF_A_USER = 8;
    private static final int PAUSE_SECONDS = 2;

    private final Path folder = Repository.scratch("soak");
    private final Answers answers = new Answers();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ComingAndGoing servers;
    private LocalRun trunkline;
    private List<Conversation> conversations;

    @BeforeAll
    void start() throws IOException {
        NodeServers node = NodeServers.installed();
        servers = new ComingAndGoing(node, folder);
        Path declared = Files.writeString(folder.resolve("declared.yaml"), """
                mcpServers:
                  streaming: {url: "http://%s/data-processor/mcp", type: streamable-http, forwardUserId: true, timeout: 3000}
                  feed:
                    url: http://%s/weather-api/mcp
                    type: sse
                    headers: {Authorization: "Bearer %s"}
                    forwardUserId: true
                    timeout: 3000
                  socket: {url: "ws://%s/realtime-data", forwardUserId: true, timeout: 3000}
                  child: {command: node, args: [gallery-servers.mjs, child], cwd: "%s", timeout: 3000}
                """.formatted(
                        servers.authority("streaming"),
                        servers.authority("feed"),
                        Gallery.SECRET,
                        servers.authority("socket"),
                        NodeServers.folder()));
        trunkline = new LocalRun(folder, "--declared", declared.toString()).with("PATH", node.path());
        ComingAndGoing.NETWORKED.forEach(server -> trunkline.allowing(servers.authority(server)));
        trunkline.startFresh();
        conversations = USERS.stream().flatMap(this::conversations).toList();
    }

    @AfterAll
    void stop() {
        http.close();
        if (trunkline != null) {
            trunkline.close();
        }
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void everyCallIsAnsweredAndNothingIsLeft() {
        // given
        converse(WARM_UP);
        Footprint before = withoutSessions();

        // when
        converseWhileServersDie();

        // then
        LOG.infof("soak: seconds=%d answers=%s", TIME.toSeconds(), answers.counts());
        await("every session to work again")
                .atMost(PATIENCE)
                .until(() -> conversations.stream().allMatch(Conversation::works));
        assertEquals(List.of(), answers.wrong());
        Footprint with = Footprint.of(pid());
        await("nothing to be left")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(Map.of(), withoutSessions().beyond(before)));
        LOG.infof("soak: before=%s with sessions=%s after=%s", before, with, Footprint.of(pid()));
    }

    /** The service's footprint when all sessions are closed but the one that all users share. */
    private Footprint withoutSessions() {
        USERS.forEach(this::endSessions);
        await("sessions to be closed")
                .atMost(PATIENCE)
                .until(() -> Footprint.of(pid()).sessions() <= 1);
        return Footprint.of(pid());
    }

    /** Those of the conversations, and those that lists of tools opened. */
    private void endSessions(String user) {
        trunkline
                .as(user)
                .get("/api/mcp/connection/sessions")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<Map<String, String>>getList("sessions")
                .forEach(session -> trunkline
                        .as(user)
                        .delete("/api/mcp/{server}/sessions/{session}", session.get("server"), session.get("session")));
    }

    private Stream<Conversation> conversations(String user) {
        String token = trunkline.token(user);
        return IntStream.range(0, CONVERSATIONS_OF_A_USER)
                .mapToObj(number -> new Conversation(http, trunkline.origin(), token, "chat-" + number, answers));
    }

    /** Every server in turn is there for a while, and is gone for a moment. */
    private void converseWhileServersDie() {
        try (ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor()) {
            killer.scheduleWithFixedDelay(() -> servers.killOne(pid()), 1, PAUSE_SECONDS, SECONDS);
            converse(TIME);
            killer.shutdown();
        }
    }

    private void converse(Duration time) {
        Instant end = Instant.now().plus(time);
        try (ExecutorService talking = Executors.newVirtualThreadPerTaskExecutor()) {
            conversations.forEach(conversation -> talking.execute(() -> conversation.goOn(end)));
        }
    }

    private long pid() {
        return trunkline.replicas("connection-service").getFirst().pid();
    }
}
