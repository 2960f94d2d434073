package org.trunkline.credential;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An MCP server's refusal of a user's credential, to be answered with a better one or the flow that leads to one.
 *
 * @param request whose credential it was
 * @param status 401 or 403
 * @param authenticate the values of {@code WWW-Authenticate} (RFC 9110 section 11.6.1), as they came
 * @param generation of the grant whose token was refused, 0 without one: another's token is not the one to refresh
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Challenge(CredentialRequest request, int status, List<String> authenticate, long generation) {}
