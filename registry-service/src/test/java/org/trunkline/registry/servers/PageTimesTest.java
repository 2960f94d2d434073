package org.trunkline.registry.servers;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import jakarta.inject.Inject;

import com.mongodb.client.model.Sorts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.DatabaseCommands;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.Principal;
import org.trunkline.registry.access.PrincipalType;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * How long a page of 20 servers takes when there are ever more of them, each with five entries: printed, since a
 * machine's times prove nothing; proven is that the database is asked no more. {@code -Plong} goes to 10,000 servers.
 */
@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class PageTimesTest {

    private static final boolean LONG = Integer.getInteger("trunkline.test.secrets", 0) >= 10_000;
    private static final List<Integer> SIZES = LONG ? List.of(100, 1_000, 10_000) : List.of(100, 300);
    private static final int WARM_UPS = LONG ? 100 : 1;
    private static final int REQUESTS = LONG ? 101 : 3;
    private static final int FEW = 20;

    @Inject
    ManyServers many;

    @Inject
    ManagedServers servers;

    @Inject
    DatabaseCommands commands;

    private final String run = "pages" + new ObjectId().toHexString();

    @Test
    void doNotGrowWithTheNumberOfServers() throws Exception {
        List<List<String>> asked = new ArrayList<>();
        int stored = 0;
        for (int size : SIZES) {
            int before = stored;
            many.store(run + "-" + size, size - stored, i -> "secret", i -> viewers(before + i));
            stored = size;
            asked.add(measure(size));
        }
        asked.forEach(commandsOfSize -> assertEquals(asked.getFirst(), commandsOfSize));
    }

    private List<Principal> viewers(int server) {
        return List.of(
                new Principal(PrincipalType.ROLE, run),
                new Principal(PrincipalType.GROUP, "team-" + server % 10),
                new Principal(PrincipalType.GROUP, "group-" + server),
                new Principal(PrincipalType.USER, "user-" + server),
                new Principal(PrincipalType.USER, server < FEW ? run : "other-" + server));
    }

    private List<String> measure(int size) throws Exception {
        String all = Tokens.of("all", claims -> claims.claim("role", run));
        String few = Tokens.of(run);
        String admin = Tokens.ofAdmin();
        List<String> asked = new ArrayList<>();
        asked.addAll(measure(size, "who sees all: first page", all, ""));
        asked.addAll(measure(size, "who sees all: middle page", all, "&after=" + middle(size)));
        asked.addAll(measure(size, "who sees all: search, all found", all, "&search=" + run));
        measure(size, "who sees all: search, the oldest 100 found", all, "&search=" + rare());
        asked.addAll(measure(size, "who sees 20: first page", few, ""));
        asked.addAll(measure(size, "who sees 20: search", few, "&search=" + run));
        asked.addAll(measure(size, "administrator: first page", admin, ""));
        asked.addAll(measure(size, "administrator: middle page", admin, "&after=" + middle(size)));
        asked.addAll(measure(size, "administrator: search", admin, "&search=" + run));
        return asked;
    }

    /** A part of the names of the first ones stored, which are the oldest. */
    private String rare() {
        return run + "-" + SIZES.getFirst() + "-";
    }

    private List<String> measure(int size, String what, String token, String query) throws Exception {
        URI page = URI.create("http://localhost:" + RestAssured.port + Servers.PATH + "?limit=20" + query);
        HttpRequest request = HttpRequest.newBuilder(page)
                .header("Authorization", "Bearer " + token)
                .build();
        long[] micros = new long[REQUESTS];
        List<String> asked;
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = -WARM_UPS; i < REQUESTS; i++) {
                long start = System.nanoTime();
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                micros[Math.max(i, 0)] = (System.nanoTime() - start) / 1000;
                assertEquals(20, JsonPath.from(answer.body()).getList("data").size(), what);
            }
            asked = commands.during(
                    () -> client.sendAsync(request, BodyHandlers.discarding()).join());
        }
        Arrays.sort(micros);
        System.out.printf(
                "page of 20: servers=%d %s: median %.1f ms, p90 %.1f ms%n",
                size, what, micros[REQUESTS / 2] / 1000.0, micros[REQUESTS * 9 / 10] / 1000.0);
        return asked;
    }

    /** The place of the server that half of this run's come after. */
    private String middle(int size) {
        List<ManagedServer> newest = servers.mongoCollection()
                .find()
                .sort(Sorts.descending("updatedAt"))
                .skip(size / 2)
                .limit(1)
                .into(new ArrayList<>());
        Instant time = newest.getFirst().updatedAt;
        return new ServerCursor(time, newest.getFirst().serverName).encoded();
    }
}
