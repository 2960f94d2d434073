package org.trunkline.server;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.trunkline.tool.ToolPolicy;

/**
 * The configuration of one MCP server, with LibreChat's field names. A field that was not given is null; defaults are
 * applied where a field is used. Times are milliseconds. Holds secrets: {@link #toString()} shows none.
 *
 * @param type {@link Transport#type()} or {@code http}
 * @param startup false: never connected before a user asks for it
 * @param timeout of one request; 0 means no limit
 * @param initTimeout of connecting and initializing together
 * @param sseReadTimeout of silence on a long stream
 * @param chatMenu false: not offered in a chat's server menu
 * @param serverInstructions {@code true}: the server's own; a string: this instead; {@code false}: none
 * @param requiresOAuth null: to be detected
 * @param oauthHeaders sent on discovery, registration and token requests
 * @param customUserVars values that each user supplies, by placeholder name
 * @param stderr {@code pipe}, {@code ignore}, {@code inherit} or a descriptor number
 * @param requestHeaders resolved for each request and laid over {@code headers}
 * @param toolPolicy which tools may be used; null: all
 * @param pinTools true: a tool whose definition changes is not used until the change is accepted
 * @param forwardUserId false: tool calls do not tell the server the id of the user whose session it is; true: they
 *     always do, so each user has a session
 * @param idleTimeout a session without a call for this long is closed
 * @param oauthRefreshWaitTimeout how long a call waits while the user's tokens are refreshed
 * @param tls the {@code quarkus.tls} configuration of its connections: trusted authorities, client certificate
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServerConfig(
        String type,
        String title,
        String description,
        Boolean startup,
        String iconPath,
        Long timeout,
        Long sseReadTimeout,
        Long initTimeout,
        Boolean chatMenu,
        Object serverInstructions,
        Boolean requiresOAuth,
        OAuthSettings oauth,
        @JsonProperty("oauth_headers") Map<String, String> oauthHeaders,
        ApiKey apiKey,
        Map<String, UserVariable> customUserVars,
        String command,
        List<String> args,
        Map<String, String> env,
        Object stderr,
        String cwd,
        String url,
        Map<String, String> headers,
        Map<String, String> requestHeaders,
        String proxy,
        OnBehalfOf obo,
        ToolPolicy toolPolicy,
        Boolean pinTools,
        Boolean forwardUserId,
        Long idleTimeout,
        Long oauthRefreshWaitTimeout,
        String tls) {

    /** A server of which nothing is known but that it is used on behalf of users. */
    public static ServerConfig onBehalfOf(String url, OnBehalfOf obo) {
        return new ServerConfig(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, url, null, null, null, obo, null, null, null, null, null, null);
    }

    /** The transport that this configuration asks for: by its type, else by the scheme of its URL. */
    @JsonIgnore
    public Transport transport() {
        if (type == null && command != null) {
            return Transport.STDIO;
        }
        return Transport.named(type).orElseGet(() -> Transport.ofUrl(url));
    }

    /** Which of {@link #customUserVars} a user has still to supply: those without a value that is more than blanks. */
    public List<String> missingUserValues(Map<String, String> supplied) {
        if (customUserVars == null) {
            return List.of();
        }
        return customUserVars.keySet().stream()
                .filter(name -> supplied == null
                        || supplied.get(name) == null
                        || supplied.get(name).isBlank())
                .toList();
    }

    /**
     * Whether a credential other than a sign-in's goes to the server: an API key, users' values or an Authorization
     * header. That such a server refuses somebody does not say that users sign in there.
     */
    public boolean sendsOwnCredential() {
        return apiKey != null
                || customUserVars != null && !customUserVars.isEmpty()
                || headers != null && headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
    }

    /** This configuration with what was found out about {@link #requiresOAuth}, unless it says so itself. */
    public ServerConfig detected(Boolean required) {
        if (required == null || requiresOAuth != null) {
            return this;
        }
        return new ServerConfig(
                type,
                title,
                description,
                startup,
                iconPath,
                timeout,
                sseReadTimeout,
                initTimeout,
                chatMenu,
                serverInstructions,
                required,
                oauth,
                oauthHeaders,
                apiKey,
                customUserVars,
                command,
                args,
                env,
                stderr,
                cwd,
                url,
                headers,
                requestHeaders,
                proxy,
                obo,
                toolPolicy,
                pinTools,
                forwardUserId,
                idleTimeout,
                oauthRefreshWaitTimeout,
                tls);
    }

    @Override
    public String toString() {
        return "ServerConfig[type=" + type + ", title=" + title + "]";
    }
}
