package org.trunkline.registry.sharing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.registry.DatabaseCommands;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * A server that somebody may not see cannot be told from one that does not exist: not by the answer, and not by its
 * time. What takes the time is what the database is asked, so both must ask it the same; clocks would only show what
 * else the machine does.
 */
@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class UnseenServerTest {

    private static final String STRANGER = "stranger";
    private static final String ABSENT_NAME = "no-such-server";
    private static final String ABSENT_ID = new ObjectId().toHexString();

    @Inject
    DatabaseCommands commands;

    private String id;
    private String name;

    @BeforeEach
    void create() {
        Shared.prepare("alice", STRANGER);
        id = Shared.created("alice");
        name = Servers.as(Tokens.ofAdmin())
                .get(Servers.PATH + "?search=shared&limit=1")
                .path("data[0].serverName");
        assertEquals(
                200,
                Servers.as(Shared.token("alice")).get(Servers.PATH + "/" + name).statusCode());
    }

    static Stream<Arguments> byName() {
        Map<String, ?> valid = Map.of("config", Map.of("type", "streamable-http", "url", "https://a.example/mcp"));
        return Stream.of(
                request("read", user -> user.get(Servers.PATH + "/{server}")),
                request("revalidated", user -> user.header("If-None-Match", "*").get(Servers.PATH + "/{server}")),
                request("replaced", user -> user.body(valid).patch(Servers.PATH + "/{server}")),
                request("replaced by nonsense", user -> user.body("{").patch(Servers.PATH + "/{server}")),
                request(
                        "replaced in a state",
                        user -> user.header("If-Match", "\"x\"").body(valid).patch(Servers.PATH + "/{server}")),
                request("deleted", user -> user.delete(Servers.PATH + "/{server}")),
                request(
                        "deleted in a state",
                        user -> user.header("If-Match", "*").delete(Servers.PATH + "/{server}")));
    }

    static Stream<Arguments> byId() {
        Map<String, ?> change = Map.of("public", true, "publicAccessRoleId", Shared.VIEWER);
        return Stream.of(
                request("shown", user -> user.get(Shared.PATH + "{server}")),
                request("told", user -> user.get(Shared.PATH + "{server}/effective")),
                request("explained", user -> user.get(Shared.PATH + "{server}/explain?user=alice")),
                request("explained for nobody", user -> user.get(Shared.PATH + "{server}/explain")),
                request("shared", user -> user.body(change).put(Shared.PATH + "{server}")),
                request(
                        "shared by nonsense",
                        user -> user.body("{\"updated\": [{}]}").put(Shared.PATH + "{server}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("byName")
    void isAsAbsentByName(String what, Function<RequestSpecification, Response> request) {
        assertAlike(name, ABSENT_NAME, request, () -> Servers.as(Shared.token(STRANGER)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("byId")
    void isAsAbsentById(String what, Function<RequestSpecification, Response> request) {
        assertAlike(id, ABSENT_ID, request, () -> Servers.as(Shared.token(STRANGER)));
    }

    @Test
    void isAsAbsentToNeighbours() {
        assertAlike(
                name,
                ABSENT_NAME,
                neighbour -> neighbour.get("/internal/v1/servers/{server}"),
                () -> Servers.asNeighbour(STRANGER).queryParam("role", Shared.SHARER));
    }

    @Test
    void isInNoListAndNoSearch() {
        String stranger = Shared.token(STRANGER);
        for (String path : List.of(
                Servers.PATH,
                Servers.PATH + "?limit=100",
                Servers.PATH + "?search=" + name,
                Servers.PATH + "?limit=1&search=" + name,
                Shared.PATH + "effective/all",
                "/api/permissions/search-principals?q=hidden")) {
            String answer = Servers.as(stranger).get(path).asString();
            assertFalse(answer.contains(name), path);
            assertFalse(answer.contains(id), path);
        }
    }

    private void assertAlike(
            String unseen,
            String absent,
            Function<RequestSpecification, Response> request,
            Supplier<RequestSpecification> as) {
        AtomicReference<Response> ofUnseen = new AtomicReference<>();
        AtomicReference<Response> ofAbsent = new AtomicReference<>();
        List<String> forUnseen =
                commands.during(() -> ofUnseen.set(request.apply(as.get().pathParam("server", unseen))));
        List<String> forAbsent =
                commands.during(() -> ofAbsent.set(request.apply(as.get().pathParam("server", absent))));

        assertEquals(404, ofAbsent.get().statusCode());
        assertEquals(told(ofAbsent.get(), absent), told(ofUnseen.get(), unseen));
        assertEquals(forAbsent, forUnseen);
        assertFalse(forAbsent.isEmpty());
    }

    /** All that the answer says, but for the name or id that was asked for, and the time. */
    private static String told(Response answer, String asked) {
        List<String> headers = answer.headers().asList().stream()
                .filter(header -> !header.hasSameNameAs(new Header("Date", "")))
                .filter(header -> !header.hasSameNameAs(new Header("Content-Length", "")))
                .map(Header::toString)
                .sorted()
                .toList();
        return answer.statusLine() + headers + answer.asString().replace(asked, "<asked>");
    }

    private static Arguments request(String what, Function<RequestSpecification, Response> request) {
        return arguments(what, request);
    }
}
