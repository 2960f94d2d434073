package org.trunkline.registry.servers;

import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.Grants;
import org.trunkline.server.ServerConfig;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class StoredServerTest {

    private static final Map<String, Object> WITH_SECRETS = Map.of(
            "type", "streamable-http",
            "url", "https://a.example/mcp",
            "title", "Vault",
            "headers", Map.of("Authorization", "clear-header", "X.dotted", "clear-dotted", "$oid", "clear-dollar"),
            "requestHeaders", Map.of("X-R", "clear-request"),
            "apiKey", Map.of("source", "admin", "authorization_type", "bearer", "key", "clear-key"),
            "oauth",
                    Map.of(
                            "client_id", "client",
                            "client_secret", "clear-secret",
                            "authorization_url", "https://as.example/a",
                            "token_url", "https://as.example/t"));

    @Inject
    ManagedServers servers;

    @Inject
    StoredConfigs configs;

    @Inject
    AccessEntries access;

    @Inject
    Grants grants;

    @Test
    void hasNoSecretInClear() {
        ManagedServer stored = stored();

        String dump = stored.config.toString() + stored.title + stored.description;

        assertFalse(dump.contains("clear-"), dump);
        assertTrue(dump.contains("https://a.example/mcp"), dump);
    }

    @Test
    void opensForItsNeighbours() {
        ManagedServer stored = stored();

        Servers.asNeighbour("alice")
                .get("/internal/v1/servers/" + stored.serverName)
                .then()
                .statusCode(200)
                .body("config.headers.Authorization", equalTo("clear-header"))
                .body("config.headers.'X.dotted'", equalTo("clear-dotted"))
                .body("config.headers.'$oid'", equalTo("clear-dollar"))
                .body("config.requestHeaders.X-R", equalTo("clear-request"))
                .body("config.apiKey.key", equalTo("clear-key"))
                .body("config.oauth.client_secret", equalTo("clear-secret"));
    }

    @Test
    void doesNotOpenAsAnotherServers() {
        ServerConfig config = configs.sealed(stored());
        ManagedServer other = stored();

        assertThrows(IllegalStateException.class, () -> configs.opened(config, other.id));
    }

    @Test
    void isGoneWithItsGrants() {
        ManagedServer stored = stored();

        Servers.as(Tokens.of("alice"))
                .delete(Servers.PATH + "/" + stored.serverName)
                .then()
                .statusCode(200);

        await().untilAsserted(() -> assertEquals(0, access.count("resourceId", stored.id)));
    }

    @Test
    void doesNotInheritTheGrantsOfAnEarlierOneOfItsName() {
        // given
        String title = "Phoenix";
        String name = Servers.created("alice", title);
        ObjectId former = servers.named(name).orElseThrow().id;
        grants.user("bob", former, 15);

        // when: the deletion ends before it comes to the grants
        servers.deleteById(former);
        assertEquals(name, Servers.created("alice", title));

        // then
        assertEquals(2, access.count("resourceId", former));
        String bob = Tokens.of("bob");
        Servers.as(bob).get(Servers.PATH + "/" + name).then().statusCode(404);
        Servers.as(bob).get(Servers.PATH).then().body("$", not(hasKey(name)));
        Servers.as(bob)
                .queryParam("search", name)
                .queryParam("limit", 100)
                .get(Servers.PATH)
                .then()
                .body("data", hasSize(0));
        Servers.asNeighbour("bob").get("/internal/v1/servers/" + name).then().statusCode(404);
    }

    @Test
    void isGoneForWhoeverDeletesItAgain() {
        ManagedServer stored = stored();
        String path = Servers.PATH + "/" + stored.serverName;

        Servers.as(Tokens.of("alice")).delete(path).then().statusCode(200);
        Servers.as(Tokens.of("alice")).delete(path).then().statusCode(404);

        await().untilAsserted(() -> assertEquals(0, access.count("resourceId", stored.id)));
    }

    private ManagedServer stored() {
        String name =
                Servers.create("alice", WITH_SECRETS).statusCode(201).extract().path("serverName");
        return servers.named(name).orElseThrow();
    }
}
