package org.trunkline.registry.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.restassured.response.ValidatableResponse;
import org.trunkline.registry.Tokens;

import static io.restassured.RestAssured.given;

/** Configuration files, and the requests that tests make with them. */
final class Files {

    static final String IMPORT = "/api/mcp/servers/import";
    static final String EXPORT = "/api/mcp/servers/export";

    private Files() {}

    /** One of the files in {@code src/test/resources/files}. */
    static String text(String name) {
        try (InputStream file = Files.class.getResourceAsStream("/files/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ValidatableResponse imported(String user, String text) {
        return importedAs(Tokens.of(user), text, false);
    }

    static ValidatableResponse dryRun(String user, String text) {
        return importedAs(Tokens.of(user), text, true);
    }

    static ValidatableResponse importedAs(String token, String text, boolean dryRun) {
        String type = text.stripLeading().startsWith("{") ? "application/json" : "application/yaml";
        return given().auth()
                .oauth2(token)
                .contentType(type)
                .queryParam("dryRun", dryRun)
                .body(text.getBytes(StandardCharsets.UTF_8))
                .post(IMPORT)
                .then();
    }

    /** What {@code user} sees. */
    static Map<String, ?> servers(String user) {
        return given().auth()
                .oauth2(Tokens.of(user))
                .get("/api/mcp/servers")
                .then()
                .statusCode(200)
                .extract()
                .path("$");
    }

    static String exported(String user, String format) {
        return given().auth()
                .oauth2(Tokens.of(user))
                .queryParam("format", format)
                .get(EXPORT)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
