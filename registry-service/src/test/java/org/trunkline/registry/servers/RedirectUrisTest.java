package org.trunkline.registry.servers;

import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.access.Grants;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class RedirectUrisTest {

    private static final String REDIRECT_URI = "https://trunkline.example.org/api/mcp/hub/oauth/callback";

    @Inject
    Grants grants;

    @Test
    void tellsEditorsWhereTheAuthorizationServerSendsBrowsersBackTo() {
        // when
        String id = Servers.create(
                        "alice",
                        Map.of(
                                "type", "streamable-http",
                                "url", "https://a.example/mcp",
                                "title", "Hub",
                                "oauth",
                                        Map.of(
                                                "client_id",
                                                "made-beforehand",
                                                "redirect_uri",
                                                "https://ignored.example/")))
                .statusCode(201)
                .body("oauth.redirect_uri", equalTo(REDIRECT_URI))
                .extract()
                .path("dbId");
        grants.user("bob", new ObjectId(id), 1);

        // then
        Servers.as(Tokens.of("alice"))
                .get(Servers.PATH + "/hub")
                .then()
                .body("oauth.redirect_uri", equalTo(REDIRECT_URI));
        Servers.as(Tokens.of("bob"))
                .get(Servers.PATH + "/hub")
                .then()
                .statusCode(200)
                .body("oauth.redirect_uri", nullValue());
    }
}
