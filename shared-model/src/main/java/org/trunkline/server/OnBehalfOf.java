package org.trunkline.server;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The {@code obo} block of a server: a token for it is got in exchange for the user's own.
 *
 * @param scopes separated by blanks, never empty
 */
@RegisterForReflection
public record OnBehalfOf(String scopes) {}
