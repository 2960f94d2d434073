package org.trunkline.oauth.grants;

import java.time.Instant;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.bson.codecs.pojo.annotations.BsonId;
import org.trunkline.oauth.clients.ClientSource;

/** A grant as it is stored. {@link GrantSeals} names the fields that are sealed. */
@RegisterForReflection
public class StoredGrant {

    /** Of user and server: there is one grant for both, from whichever issuer. */
    @BsonId
    public String id;

    public String user;

    public String server;

    public String serverUrl;

    /** How it was got: {@code authorization_code}, or a type of {@link org.trunkline.server.GrantSettings}. */
    public String kind;

    public String issuer;

    public String tokenEndpoint;

    /** Null: the grant cannot be revoked. */
    public String revocationEndpoint;

    /** Null when the authorization server did not say. */
    public List<String> revocationMethods;

    public String clientId;

    /** Sealed; null for a public client. */
    public String clientSecret;

    public String clientMethod;

    public ClientSource clientSource;

    /** Null: not sent. */
    public String resource;

    /** Null: none. */
    public String audience;

    public boolean forwardAudience;

    /** Null: none. */
    public String requestedScope;

    /** Sealed, as a JSON object; null for none. */
    public String headers;

    /** Sealed; null for bearer tokens. */
    public String dpopKey;

    /** Sealed. */
    public String accessToken;

    /** Sealed; null when there is none, or it was refused. */
    public String refreshToken;

    /** Separated by blanks; null when nothing was said or asked. */
    public String scope;

    public Instant issuedAt;

    /** Null when it is not known. */
    public Instant expiresAt;

    public long generation;

    /** When the user signed in. */
    public Instant since;

    public Instant lastUsed;

    /** Whether a refresh brought another refresh token; null before the first. */
    public Boolean rotates;

    /** When it was last refreshed because the MCP server refused the token; null if never. */
    public Instant refusedAt;

    /** Who refreshes it now; null when nobody does. */
    public String leaseHolder;

    /** Whether a replica began to refresh this generation and was not heard of again. */
    public boolean orphaned;

    /** Grows with each sign of life of whoever refreshes. */
    public long leaseNumber;

    /** Why the last refresh failed, in words; null if it did not. */
    public String trouble;

    /** Refreshes that failed in a row. */
    public int failures;

    /** No refresh before; null for at once. */
    public Instant retryAt;

    /** Why only another sign-in helps, in words; null while the grant lives. */
    public String ended;

    @Override
    public String toString() {
        return "StoredGrant[" + id + ", generation=" + generation + "]";
    }
}
