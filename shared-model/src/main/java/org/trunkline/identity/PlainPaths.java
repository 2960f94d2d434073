package org.trunkline.identity;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.http.HttpServerRequest;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.trunkline.problem.InvalidRequest;

/**
 * Refuses paths with parameters (RFC 3986, section 3.3). Endpoints are found without them, but how a token is verified
 * is decided with them: {@code /internal;} would be an internal endpoint to the one and none to the other.
 */
@ApplicationScoped
class PlainPaths {

    @ServerRequestFilter(preMatching = true)
    void refuseParameters(HttpServerRequest request) {
        if (request.path().indexOf(';') >= 0) {
            throw new InvalidRequest("A path has no parameters here: leave out \";\", or encode it as %3B");
        }
    }
}
