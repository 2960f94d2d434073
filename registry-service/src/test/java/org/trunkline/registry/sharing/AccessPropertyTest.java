package org.trunkline.registry.sharing;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.AccessRole;
import org.trunkline.registry.access.Grant;
import org.trunkline.registry.access.Principal;
import org.trunkline.registry.access.PrincipalType;
import org.trunkline.registry.capabilities.Roles;
import org.trunkline.registry.servers.Servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Random entries and requests: every answer is the one of {@link AccessModel}. */
@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class AccessPropertyTest {

    private static final List<String> GROUPS = List.of("model-red", "model-blue");
    private static final List<String> ROLES =
            AccessModel.LACKS.keySet().stream().sorted().toList();
    private static final String CATALOGUE = "/v0.1/servers";
    private static final int SERVERS = 4;
    private static final int ENTRIES = 7;

    @Inject
    AccessEntries access;

    private final AccessModel model = new AccessModel();
    private final Map<String, String> names = new LinkedHashMap<>();

    @BeforeEach
    void prepare() {
        AccessModel.LACKS.forEach((role, lacks) -> {
            Map<String, Boolean> capabilities =
                    new HashMap<>(Map.of("USE", true, "CREATE", true, "SHARE", true, "SHARE_PUBLIC", true));
            lacks.forEach(capability -> capabilities.put(capability, false));
            Roles.set(role, capabilities);
        });
        Shared.prepareGroups(GROUPS.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void answersAsTheModelDoes(long seed) {
        // given
        Random random = new Random(seed);
        List<AccessModel.User> users = ROLES.stream()
                .map(role -> new AccessModel.User(
                        "model-" + role + "-" + seed,
                        role,
                        GROUPS.stream().filter(group -> random.nextBoolean()).toList()))
                .toList();
        users.forEach(user -> Servers.as(token(user)).get(Servers.PATH));
        for (int i = 0; i < SERVERS; i++) {
            create(users, random);
        }

        // when
        users.forEach(user -> compareLists(user, seed));
        users.forEach(user -> names.keySet().forEach(server -> compareOne(user, server, seed)));

        // then
        for (AccessModel.User user : users) {
            for (String server : List.copyOf(names.keySet())) {
                compareDelete(user, server, seed);
            }
        }
        users.forEach(user -> compareLists(user, seed));
    }

    private void create(List<AccessModel.User> users, Random random) {
        String owner = users.get(random.nextInt(users.size())).id();
        String name = Servers.created(owner, "Model " + UUID.randomUUID());
        String id = Servers.as(Tokens.ofAdmin()).get(Servers.PATH + "/" + name).path("dbId");
        names.put(id, name);
        model.grant(id, "user", owner, 15, false);
        for (int i = 0; i < random.nextInt(ENTRIES); i++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> grant(id, "user", pick(users, random).id(), random, owner);
                case 2, 3 -> grant(id, "group", pick(GROUPS, random), random, owner);
                case 4 -> grant(id, "role", pick(ROLES, random), random, owner);
                default -> open(id, pick(List.of(AccessRole.values()), random));
            }
        }
    }

    /** Over the API; past its end only the database takes one. */
    private void grant(String id, String type, String principal, Random random, String owner) {
        AccessRole role = pick(List.of(AccessRole.values()), random);
        boolean expired = random.nextInt(3) == 0;
        if (principal.equals(owner)) {
            return;
        }
        if (expired) {
            Principal whom = new Principal(PrincipalType.of(type).orElseThrow(), principal);
            access.grant(new Grant(whom, role, Instant.now().minusSeconds(1)), new ObjectId(id), owner);
        } else {
            put(id, Map.of("updated", List.of(Shared.grant(type, principal, role.id()))));
        }
        model.grant(id, type, principal, role.bits(), expired);
    }

    private void open(String id, AccessRole role) {
        put(id, Map.of("public", true, "publicAccessRoleId", role.id()));
        model.grant(id, "public", "", role.bits(), false);
    }

    private static void put(String id, Map<String, ?> change) {
        Servers.as(Tokens.ofAdmin()).body(change).put(Shared.PATH + id).then().statusCode(200);
    }

    private void compareLists(AccessModel.User user, long seed) {
        String who = "seed " + seed + ", " + user;
        Map<String, Integer> seen = model.seen(user);
        var all = Servers.as(token(user)).get(Shared.PATH + "effective/all");
        Map<String, Integer> bits = all.path("");
        bits.keySet().retainAll(names.keySet());
        assertEquals(seen, bits, who);

        var list = Servers.as(token(user)).get(Servers.PATH);
        Set<String> hidden = new TreeSet<>(names.values());
        if (user.can("USE")) {
            Set<String> visible = namesOf(seen.keySet());
            Map<String, ?> answer = list.path("");
            Set<String> listed = new TreeSet<>(answer.keySet());
            listed.retainAll(hidden);
            assertEquals(visible, listed, who);
            seen.forEach((server, granted) -> assertEquals(
                    (granted & 2) == 2 && user.can("CREATE"),
                    list.path("'%s'.canEdit".formatted(names.get(server))),
                    () -> who + ", " + server));
            assertEquals(visible, inCatalogue(user, null), who);
            assertEquals(visible, inCatalogue(user, "Model"), who);
            assertEquals(visible, onPages(user, null), who);
            assertEquals(visible, onPages(user, "Model"), who);
            hidden.removeAll(visible);
        }
        assertEquals(user.can("USE") ? namesOf(seen.keySet()) : Set.of(), toNeighbours(user), who);
        String search = Servers.as(token(user))
                .queryParam("q", "model")
                .get("/api/permissions/search-principals")
                .asString();
        String file = Servers.as(token(user)).get(Servers.PATH + "/export").asString();
        hidden.forEach(name -> {
            assertFalse(list.asString().contains(name), who);
            assertFalse(file.contains(name), who);
            assertFalse(search.contains(name), who);
        });
    }

    /** Those of this test's servers that all pages together have. */
    private Set<String> onPages(AccessModel.User user, String search) {
        Set<String> found = new TreeSet<>();
        String after = null;
        do {
            var request = Servers.as(token(user)).queryParam("limit", 3);
            Optional.ofNullable(search).ifPresent(text -> request.queryParam("search", text));
            Optional.ofNullable(after).ifPresent(place -> request.queryParam("after", place));
            JsonPath page = request.get(Servers.PATH).jsonPath();
            found.addAll(page.getList("data.serverName"));
            after = page.getString("after");
        } while (after != null);
        found.retainAll(names.values());
        return found;
    }

    /** Those of this test's servers that the catalogue has, on all its pages together. */
    private Set<String> inCatalogue(AccessModel.User user, String search) {
        Set<String> found = new TreeSet<>();
        String cursor = null;
        do {
            var request = Servers.as(token(user)).queryParam("limit", 3);
            Optional.ofNullable(search).ifPresent(text -> request.queryParam("search", text));
            Optional.ofNullable(cursor).ifPresent(place -> request.queryParam("cursor", place));
            JsonPath page = request.get(CATALOGUE).jsonPath();
            found.addAll(page.getList("servers._meta.'org.trunkline/server'.serverName"));
            cursor = page.getString("metadata.nextCursor");
        } while (cursor != null);
        found.retainAll(names.values());
        return found;
    }

    /** Those of this test's servers that a neighbour is told. */
    private Set<String> toNeighbours(AccessModel.User user) {
        Set<String> found = new TreeSet<>(Servers.asNeighbour(user.id())
                .queryParam("role", user.role())
                .queryParam("group", user.groups())
                .get("/internal/v1/servers")
                .jsonPath()
                .<String>getList("name"));
        found.retainAll(names.values());
        return found;
    }

    private Set<String> namesOf(Set<String> ids) {
        return ids.stream().map(names::get).collect(Collectors.toCollection(TreeSet::new));
    }

    private void compareOne(AccessModel.User user, String server, long seed) {
        String who = "seed " + seed + ", " + user + ", " + server;
        String path = Servers.PATH + "/" + names.get(server);
        String token = token(user);
        Integer bits = model.seen(user).get(server);

        assertEquals(
                model.statusOfGet(user, server), Servers.as(token).get(path).statusCode(), who);
        for (String versions : List.of("/versions", "/versions/latest")) {
            assertEquals(
                    model.statusOfGet(user, server),
                    Servers.as(token)
                            .get(CATALOGUE + "/{name}" + versions, "org.trunkline.local/" + names.get(server))
                            .statusCode(),
                    who);
        }
        assertEquals(
                model.statusOfGet(user, server) == 200 ? 304 : model.statusOfGet(user, server),
                Servers.as(token).header("If-None-Match", "*").get(path).statusCode(),
                who);
        assertEquals(
                model.statusOfReplace(user, server),
                Servers.as(token).body(Map.of("config", Map.of())).patch(path).statusCode(),
                who);
        assertEquals(
                model.statusOfExplain(user, server),
                Servers.as(token)
                        .get(Shared.PATH + server + "/explain?user=" + user.id())
                        .statusCode(),
                who);
        assertEquals(
                bits == null ? 404 : 200,
                Servers.as(token).get(Shared.PATH + server + "/effective").statusCode(),
                who);
        assertEquals(
                bits == null ? 404 : bits == 15 ? 200 : 403,
                Servers.as(token).get(Shared.PATH + server).statusCode(),
                who);
        assertEquals(
                model.statusOfShare(user, server),
                Servers.as(token).body(Map.of()).put(Shared.PATH + server).statusCode(),
                who);
        assertEquals(
                model.statusOfGet(user, server) == 200 ? 200 : 404,
                Servers.asNeighbour(user.id())
                        .queryParam("role", user.role())
                        .queryParam("group", user.groups())
                        .get("/internal/v1/servers/" + names.get(server))
                        .statusCode(),
                who);
    }

    private void compareDelete(AccessModel.User user, String server, long seed) {
        int expected = model.statusOfDelete(user, server);
        int status = Servers.as(token(user))
                .delete(Servers.PATH + "/" + names.get(server))
                .statusCode();
        assertEquals(expected, status, "seed " + seed + ", " + user + ", " + server);
        if (status == 200) {
            model.forget(server);
        }
    }

    private static String token(AccessModel.User user) {
        return Tokens.of(user.id(), claims -> claims.claim("role", user.role()).claim("groups", user.groups()));
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
