package org.trunkline.oauth.clients;

import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.trunkline.oauth.discovery.AuthorizationServer;
import org.trunkline.oauth.discovery.Unusable;
import org.trunkline.oauth.testbed.OauthTestBed;
import org.trunkline.oauth.testbed.Orders;
import org.trunkline.server.ResolvedServer;

import static java.net.URI.create;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.trunkline.oauth.testbed.OauthTestBed.as;

@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class EnteredClientsTest {

    private static final String CONFIG = "{'type':'http','url':'http://127.0.0.1/mcp'}";

    @Inject
    Clients clients;

    private final String server = "s-" + UUID.randomUUID();
    private final String path = "/api/admin/oauth/clients/" + server;

    @Test
    void administratorsEnterReadAndForgetAClient() {
        as("carol")
                .contentType(ContentType.JSON)
                .body("{\"client_id\":\"c1\",\"client_secret\":\"hidden\",\"issuer\":\"https://as.example\"}")
                .put(path)
                .then()
                .statusCode(200)
                .body("has_secret", equalTo(true))
                .body("redirect_uri", equalTo(OauthTestBed.PUBLIC_URL + "/api/mcp/" + server + "/oauth/callback"));

        as("carol").get(path).then().statusCode(200).body(not(containsString("hidden")));
        assertEquals("hidden", client("https://as.example").secret());
        assertThrows(Unusable.class, () -> client("https://other.example"));

        as("carol").delete(path).then().statusCode(204);
        as("carol").get(path).then().statusCode(404);
    }

    @Test
    void othersMayNot() {
        as("alice").get(path).then().statusCode(403);
        as("alice")
                .contentType(ContentType.JSON)
                .body("{\"client_id\":\"c\"}")
                .put(path)
                .then()
                .statusCode(403);
        as("alice").delete(path).then().statusCode(403);
    }

    @Test
    void namesTheFieldAtFault() {
        as("carol")
                .contentType(ContentType.JSON)
                .body("{}")
                .put(path)
                .then()
                .statusCode(400)
                .body("errors[0].path[0]", equalTo("client_id"));
    }

    @Test
    void aClientWithoutIssuerBelongsToTheFirstItIsShownTo() {
        as("carol")
                .contentType(ContentType.JSON)
                .body("{\"client_id\":\"c1\"}")
                .put(path)
                .then()
                .statusCode(200);

        client("https://as.example");

        assertThrows(Unusable.class, () -> client("https://evil.example"));
    }

    @Test
    void aClientOfAServersConfigurationIsNotShownToAnotherIssuerEither() {
        ResolvedServer configured = Orders.resolved(
                server, "{'type':'http','url':'http://127.0.0.1/mcp','oauth':{'client_id':'c','client_secret':'s'}}");
        clients.of(new ClientOrder(configured, issuer("https://as.example"), null));

        assertThrows(
                Unusable.class, () -> clients.of(new ClientOrder(configured, issuer("https://evil.example"), null)));
    }

    @Test
    void describesItselfToAuthorizationServers() {
        RestAssured.get("/oauth/client-metadata/" + server)
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("client_id", equalTo(OauthTestBed.PUBLIC_URL + "/oauth/client-metadata/" + server))
                .body("redirect_uris[0]", equalTo(OauthTestBed.PUBLIC_URL + "/api/mcp/" + server + "/oauth/callback"))
                .body("token_endpoint_auth_method", equalTo("none"));
    }

    private Client client(String issuer) {
        return clients.of(new ClientOrder(Orders.resolved(server, CONFIG), issuer(issuer), null));
    }

    private static AuthorizationServer issuer(String issuer) {
        return new AuthorizationServer(
                issuer,
                create(issuer + "/authorize"),
                create(issuer + "/token"),
                null,
                null,
                null,
                null,
                null,
                null,
                List.of("S256"),
                false,
                false,
                null);
    }
}
