package org.trunkline.registry.servers;

import java.util.Map;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.trunkline.registry.Tokens;

import static io.restassured.RestAssured.given;

/** The requests that tests of servers make. */
public final class Servers {

    public static final String PATH = "/api/mcp/servers";

    private Servers() {}

    public static RequestSpecification as(String token) {
        return given().auth().oauth2(token).contentType(ContentType.JSON);
    }

    public static ValidatableResponse create(String user, Map<String, ?> config) {
        return as(Tokens.of(user)).body(Map.of("config", config)).post(PATH).then();
    }

    /** Creates a server and tells its name. */
    public static String created(String user, String title) {
        Map<String, String> config = Map.of("type", "streamable-http", "url", "https://a.example/mcp", "title", title);
        return create(user, config).statusCode(201).extract().path("serverName");
    }

    /** Replaces a server's configuration; {@code ifMatch} null sends no such header. */
    public static ValidatableResponse replace(String user, String name, Map<String, ?> config, String ifMatch) {
        RequestSpecification request = as(Tokens.of(user)).body(Map.of("config", config));
        return (ifMatch == null ? request : request.header("If-Match", ifMatch))
                .patch(PATH + "/" + name)
                .then();
    }

    /** A neighbour's question about a user. */
    public static RequestSpecification asNeighbour(String user) {
        return given().auth().oauth2(Tokens.ofService()).queryParam("user", user);
    }
}
