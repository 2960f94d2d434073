package org.trunkline.oauth.clients;

import java.io.IOException;
import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import net.minidev.json.JSONObject;
import org.trunkline.oauth.discovery.Unusable;
import org.trunkline.oauth.provider.ProviderHttp;

/** Registers clients (RFC 7591). */
@ApplicationScoped
class RegistrationEndpoint {

    private final ProviderHttp http;

    RegistrationEndpoint(ProviderHttp http) {
        this.http = http;
    }

    /**
     * The client as the authorization server made it; holds its secret.
     *
     * @param secret null when it got none
     * @param secretExpiresAt null: never
     * @param method null when the answer does not say
     */
    record Registered(String id, String secret, Instant secretExpiresAt, String method) {

        @Override
        public String toString() {
            return "Registered[" + id + "]";
        }
    }

    /**
     * Registers a client that may refresh; one that may not, when the authorization server refuses the first.
     *
     * @throws Unusable when there is no client, saying why
     */
    Registered register(RegistrationRequest request) {
        try {
            ReadOnlyHTTPResponse answer = http.send(request.toHttp(true));
            if (answer.getStatusCode() == 400) {
                answer = http.send(request.toHttp(false));
            }
            return read(request, answer);
        } catch (IOException e) {
            throw new Unusable("Registration at " + request.endpoint() + " failed: " + e.getMessage());
        }
    }

    /** Of the answer only what we go by is read: what else it repeats is often not of the right form. */
    private static Registered read(RegistrationRequest request, ReadOnlyHTTPResponse answer) {
        try {
            JSONObject body = JSONObjectUtils.parse(answer.getBody() == null ? "" : answer.getBody());
            if (answer.getStatusCode() != 201 && answer.getStatusCode() != 200) {
                throw refused(request, answer.getStatusCode(), reason(body));
            }
            long expiresAt = JSONObjectUtils.getLong(body, "client_secret_expires_at", 0);
            return new Registered(
                    JSONObjectUtils.getNonBlankString(body, "client_id"),
                    JSONObjectUtils.getString(body, "client_secret", null),
                    expiresAt == 0 ? null : Instant.ofEpochSecond(expiresAt),
                    JSONObjectUtils.getString(body, "token_endpoint_auth_method", null));
        } catch (ParseException e) {
            throw refused(request, answer.getStatusCode(), "the answer cannot be read");
        }
    }

    private static String reason(JSONObject body) throws ParseException {
        String error = JSONObjectUtils.getString(body, "error", "no reason given");
        String description = JSONObjectUtils.getString(body, "error_description", null);
        return description == null ? error : error + ": " + description;
    }

    private static Unusable refused(RegistrationRequest request, int status, String reason) {
        return new Unusable("Registration at " + request.endpoint() + " for " + request.redirect()
                + " was refused with status " + status + ": " + reason);
    }
}
