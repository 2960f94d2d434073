package org.trunkline.oauth.pages;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.oauth.testbed.OauthTestBed;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@QuarkusTestResource(OauthTestBed.class)
class ResultPagesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-GB, de;q=0.5 | en | You are signed in",
                "de-CH | de | Sie sind angemeldet",
                "ko | ko | 로그인되었습니다",
                "fr | en | You are signed in",
                "*** | en | You are signed in",
            })
    void speaksTheReadersLanguage(String accepted, String language, String title) {
        RestAssured.given()
                .header("Accept-Language", accepted)
                .get("/oauth/success?serverName=github")
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .body(containsString("lang=\"" + language + "\""))
                .body(containsString(title))
                .body(containsString("github"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "access_denied | Access was refused",
                "csrf_validation_failed | begun in another browser",
                "invalid_state | has ended",
                "sign_in_required | Sign in to the application",
                "callback_failed | answered with an error",
            })
    void saysWhatToDo(String error, String text) {
        RestAssured.get("/oauth/error?error=" + error)
                .then()
                .statusCode(200)
                .body(containsString(text))
                .body(containsString(error));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "\"><img src=x>", "Call 555-0100 now!", "{result.nonce}"})
    void repeatsNoStrangersWords(String text) {
        RestAssured.given()
                .queryParam("error", text)
                .get("/oauth/error")
                .then()
                .statusCode(200)
                .body(not(containsString(text)));
        RestAssured.given()
                .queryParam("serverName", text)
                .get("/oauth/success")
                .then()
                .statusCode(200)
                .body(not(containsString("<script>alert")))
                .body(not(containsString("<img src=x")));
    }

    @Test
    void runsAndLoadsOnlyWhatIsInIt() {
        Response first = RestAssured.get("/oauth/success?serverName=a");
        Response second = RestAssured.get("/oauth/success?serverName=a");

        String policy = first.header("Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; style-src 'nonce-"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertNotEquals(policy, second.header("Content-Security-Policy"));
        first.then().header("Cache-Control", startsWith("no-store"));
    }
}
