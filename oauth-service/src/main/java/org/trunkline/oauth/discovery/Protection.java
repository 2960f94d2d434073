package org.trunkline.oauth.discovery;

import java.util.List;

/**
 * Who authorizes the users of an MCP server, and for what.
 *
 * @param resource the server's own name for itself, exactly as it publishes it (RFC 8707, RFC 9728); null when it
 *     publishes none, as servers of MCP 2025-03-26, which did not know the parameter
 * @param resourceScopes the scopes that the server lists; null when it lists none
 * @param challengedScope what the refused request takes, separated by blanks; null when the server did not say
 * @param insufficientScope whether there was a token that lacked a scope (RFC 6750 section 3.1)
 * @param dpop whether the server takes only tokens that are bound to a key (RFC 9449)
 * @param server the authorization server
 */
public record Protection(
        String resource,
        List<String> resourceScopes,
        String challengedScope,
        boolean insufficientScope,
        boolean dpop,
        AuthorizationServer server) {}
