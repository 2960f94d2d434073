package org.trunkline.problem;

import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

import io.quarkus.security.AuthenticationFailedException;

/** Before quarkus-resteasy-problem's own mapper, which this Quarkus does not run. */
@Provider
@Priority(1)
class InvalidTokenMapper implements ExceptionMapper<AuthenticationFailedException> {

    @Override
    public Response toResponse(AuthenticationFailedException refused) {
        return Unauthorized.invalidToken().toResponse();
    }
}
