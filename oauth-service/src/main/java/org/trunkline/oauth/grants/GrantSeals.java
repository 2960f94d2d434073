package org.trunkline.oauth.grants;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.oauth.clients.Client;
import org.trunkline.secret.SecretBox;

/**
 * Seals what is secret of a grant, each value for its own place: user, server, issuer and field. A sealed value that is
 * moved to another grant, or to one of another issuer, does not open.
 */
@ApplicationScoped
class GrantSeals {

    /** The fields of a stored grant that are sealed. */
    static final List<String> FIELDS = List.of("clientSecret", "headers", "dpopKey", "accessToken", "refreshToken");

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final SecretBox box;
    private final ObjectMapper json;

    GrantSeals(SecretBox box, ObjectMapper json) {
        this.box = box;
        this.json = json;
    }

    /** Where a field of a grant belongs. */
    static String place(String grant, String issuer, String field) {
        return "grant:" + grant + ":" + issuer + ":" + field;
    }

    /** Fills in where a grant comes from; user, server and id are there. */
    void putOrigin(StoredGrant grant, GrantOrigin origin) {
        grant.serverUrl = origin.serverUrl();
        grant.issuer = origin.issuer();
        grant.tokenEndpoint = origin.tokenEndpoint().toString();
        grant.revocationEndpoint = origin.revocationEndpoint() == null
                ? null
                : origin.revocationEndpoint().toString();
        grant.revocationMethods = origin.revocationAuthenticationMethods();
        grant.clientId = origin.client().id();
        grant.clientSecret = seal(grant, "clientSecret", origin.client().secret());
        grant.clientMethod = origin.client().authenticationMethod();
        grant.clientSource = origin.client().source();
        grant.resource = origin.resource();
        grant.audience = origin.audience();
        grant.forwardAudience = origin.forwardAudience();
        grant.requestedScope = origin.requestedScope();
        grant.headers = origin.headers().isEmpty() ? null : seal(grant, "headers", write(origin.headers()));
        grant.dpopKey = seal(grant, "dpopKey", origin.dpopKey());
    }

    /** Where a grant comes from, secrets opened. */
    GrantOrigin origin(StoredGrant grant) {
        Client client = new Client(
                grant.clientId,
                open(grant, "clientSecret", grant.clientSecret),
                grant.clientMethod,
                grant.issuer,
                grant.clientSource);
        return new GrantOrigin(
                grant.serverUrl,
                grant.issuer,
                URI.create(grant.tokenEndpoint),
                grant.revocationEndpoint == null ? null : URI.create(grant.revocationEndpoint),
                grant.revocationMethods,
                client,
                grant.resource,
                grant.audience,
                grant.forwardAudience,
                grant.requestedScope,
                grant.headers == null ? null : read(open(grant, "headers", grant.headers)),
                open(grant, "dpopKey", grant.dpopKey));
    }

    /** The grant, as those who use it see it. */
    Grant grant(StoredGrant grant) {
        return new Grant(
                grant.user,
                grant.server,
                grant.issuer,
                open(grant, "accessToken", grant.accessToken),
                open(grant, "dpopKey", grant.dpopKey),
                grant.scope == null || grant.scope.isBlank()
                        ? Set.of()
                        : new LinkedHashSet<>(List.of(grant.scope.strip().split("\\s+"))),
                grant.expiresAt,
                grant.generation,
                grant.since);
    }

    /** The sealed values of a grant, by field. */
    static Map<String, String> sealed(StoredGrant grant) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("clientSecret", grant.clientSecret);
        values.put("headers", grant.headers);
        values.put("dpopKey", grant.dpopKey);
        values.put("accessToken", grant.accessToken);
        values.put("refreshToken", grant.refreshToken);
        values.values().removeIf(Objects::isNull);
        return values;
    }

    String seal(StoredGrant grant, String field, String secret) {
        return secret == null ? null : box.seal(secret, place(grant.id, grant.issuer, field));
    }

    String open(StoredGrant grant, String field, String sealed) {
        return sealed == null ? null : box.open(sealed, place(grant.id, grant.issuer, field));
    }

    private String write(Map<String, String> headers) {
        try {
            return json.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers are no JSON", e);
        }
    }

    private Map<String, String> read(String headers) {
        try {
            return json.readValue(headers, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored headers are no JSON", e);
        }
    }
}
