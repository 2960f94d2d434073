package org.trunkline.oauth.testbed;

import java.util.Map;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.trunkline.credential.PendingFlow;

/** A user's browser on its way through a flow; it shows each redirect instead of following it. */
public final class Browser {

    private Browser() {}

    /** Opens the link of a flow with the user's token. */
    public static Response initiate(String user, PendingFlow flow) {
        return open(OauthTestBed.as(user), flow);
    }

    /** Opens the link of a flow, as whom the request says. */
    public static Response open(RequestSpecification request, PendingFlow flow) {
        return request.urlEncodingEnabled(false)
                .redirects()
                .follow(false)
                .get(flow.url().substring(OauthTestBed.PUBLIC_URL.length()));
    }

    /** Comes back from the authorization server. */
    public static Response callback(String server, Map<String, String> query, Map<String, String> cookies) {
        return RestAssured.given()
                .redirects()
                .follow(false)
                .cookies(cookies)
                .queryParams(query)
                .get("/api/mcp/" + server + "/oauth/callback");
    }
}
