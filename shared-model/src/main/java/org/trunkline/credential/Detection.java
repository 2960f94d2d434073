package org.trunkline.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Whether users must sign in at an MCP server, and how that was found out.
 *
 * @param method {@code 401-challenge-metadata}, {@code protected-resource-metadata} or {@code no-metadata-found}
 * @param resourceMetadata the URL of the protected resource metadata (RFC 9728); null when there is none
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Detection(boolean requiresOAuth, String method, String resourceMetadata) {}
