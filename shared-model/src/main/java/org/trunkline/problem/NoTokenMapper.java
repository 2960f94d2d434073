package org.trunkline.problem;

import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

import io.quarkus.security.UnauthorizedException;

/** Before quarkus-resteasy-problem's own mapper, which this Quarkus does not run. */
@Provider
@Priority(1)
class NoTokenMapper implements ExceptionMapper<UnauthorizedException> {

    @Override
    public Response toResponse(UnauthorizedException refused) {
        return Unauthorized.noToken().toResponse();
    }
}
