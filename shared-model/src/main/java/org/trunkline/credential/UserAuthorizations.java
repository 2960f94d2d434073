package org.trunkline.credential;

import java.util.Map;
import java.util.Set;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * All that oauth-service has of one user, without anything secret.
 *
 * @param servers the authorizations, by server; a server that is not in it never had one
 * @param values the names of the values that the user gave, by server
 * @param flowTimeout milliseconds that a user has to finish a flow
 */
@RegisterForReflection
public record UserAuthorizations(
        Map<String, AuthorizationStatus> servers, Map<String, Set<String>> values, long flowTimeout) {}
