package org.trunkline.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure with a problem: ours as they are, the framework's as the problem that they amount to. */
@ApplicationScoped
class ProblemMapper {

    /** The media type of every answer to a failure (RFC 9457, section 3). */
    static final MediaType PROBLEM_JSON = new MediaType("application", "problem+json");

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final int FIRST = 1;

    private final ObjectMapper json;

    ProblemMapper(ObjectMapper json) {
        this.json = json;
    }

    @ServerExceptionMapper(priority = FIRST)
    Response problem(Problem problem, UriInfo uri) {
        if (problem.status().getStatusCode() >= 500) {
            LOG.warnf(
                    "%d %s: %s; cause: %s",
                    problem.status().getStatusCode(), uri.getPath(), problem.getMessage(), problem.getCause());
        }
        return answer(problem, uri);
    }

    @ServerExceptionMapper(priority = FIRST)
    Response noToken(UnauthorizedException refused, UriInfo uri) {
        return answer(Unauthorized.noToken(), uri);
    }

    @ServerExceptionMapper(priority = FIRST)
    Response invalidToken(AuthenticationFailedException refused, UriInfo uri) {
        return answer(Unauthorized.invalidToken(), uri);
    }

    @ServerExceptionMapper(priority = FIRST)
    Response forbidden(ForbiddenException refused, UriInfo uri) {
        return answer(Forbidden.capability(), uri);
    }

    @ServerExceptionMapper(priority = FIRST)
    Response notJson(JsonProcessingException failure, UriInfo uri) {
        return answer(InvalidRequest.notJson(failure), uri);
    }

    @ServerExceptionMapper(priority = FIRST)
    Response unexpectedJson(MismatchedInputException mismatch, UriInfo uri) {
        return answer(InvalidRequest.unexpectedJson(mismatch), uri);
    }

    @ServerExceptionMapper(priority = FIRST)
    Response framework(WebApplicationException refused, UriInfo uri) {
        if (refused.getCause() instanceof JsonProcessingException failure) {
            return notJson(failure, uri);
        }
        return answer(StandardProblem.of(refused.getResponse().getStatusInfo()), uri);
    }

    @ServerExceptionMapper(priority = FIRST)
    Response fault(Throwable fault, UriInfo uri) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(fault, "500 %s: %s", uri.getPath(), id);
        return answer(StandardProblem.internal(id), uri);
    }

    private Response answer(Problem problem, UriInfo uri) {
        Map<String, Object> body = new LinkedHashMap<>(problem.body());
        body.put("instance", uri.getRequestUri().getRawPath());
        Response.ResponseBuilder answer =
                Response.status(problem.status()).type(PROBLEM_JSON).entity(text(body));
        problem.headers().forEach(answer::header);
        return answer.build();
    }

    private String text(Map<String, Object> body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
