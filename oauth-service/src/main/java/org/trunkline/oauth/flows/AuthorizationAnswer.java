package org.trunkline.oauth.flows;

import org.jboss.resteasy.reactive.RestQuery;

/** What an authorization server sends back through the browser (RFC 6749 section 4.1.2, RFC 9207). */
class AuthorizationAnswer {

    @RestQuery
    String code;

    @RestQuery
    String state;

    /** A code such as {@code access_denied}. */
    @RestQuery
    String error;

    @RestQuery("error_description")
    String description;

    /** The issuer. */
    @RestQuery
    String iss;

    /** Whether it comes from the authorization server that was asked (MCP 2026-07-28, "Response Validation"). */
    boolean isFrom(FlowSecrets asked) {
        if (iss == null || asked.issuer() == null) {
            return iss != null || !asked.issRequired();
        }
        return iss.equals(asked.issuer());
    }

    /** The refusal in words. */
    String refusal() {
        return description == null ? error : error + ": " + description;
    }
}
