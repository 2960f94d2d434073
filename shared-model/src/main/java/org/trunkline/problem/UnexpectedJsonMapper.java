package org.trunkline.problem;

import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** A body that is JSON but not of the form that the endpoint takes; the framework's own answer would be empty. */
@Provider
@Priority(1)
class UnexpectedJsonMapper implements ExceptionMapper<MismatchedInputException> {

    @Override
    public Response toResponse(MismatchedInputException mismatch) {
        return mismatch.getPath().stream()
                .map(step -> step.getFieldName())
                .filter(name -> name != null)
                .findFirst()
                .map(field -> InvalidRequest.field(field, field + " is not of the expected type"))
                .orElseGet(() -> new InvalidRequest("the body must be a JSON object"))
                .toResponse();
    }
}
