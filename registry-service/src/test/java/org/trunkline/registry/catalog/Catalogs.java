package org.trunkline.registry.catalog;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.trunkline.registry.Tokens;

import static io.restassured.RestAssured.given;

/** The requests of the official registry's clients. */
final class Catalogs {

    static final String PATH = "/v0.1/servers";
    static final String NAMESPACE = "org.trunkline.local/";

    private Catalogs() {}

    static RequestSpecification as(String user) {
        return given().auth().oauth2(Tokens.of(user)).urlEncodingEnabled(false);
    }

    /** What {@code user} is told at {@code …/versions<rest>} of a server. */
    static ValidatableResponse versions(String user, String server, String rest) {
        String name = URLEncoder.encode(NAMESPACE + server, StandardCharsets.UTF_8);
        return as(user).get(PATH + "/" + name + "/versions" + rest).then();
    }
}
