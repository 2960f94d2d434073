package org.trunkline.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A database that does not answer is a neighbour that is not there now, and no fault of this service. */
@ApplicationScoped
class DatabaseFailures {

    private final ProblemMapper problems;

    DatabaseFailures(ProblemMapper problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper({
        MongoTimeoutException.class,
        MongoSocketException.class,
        MongoNotPrimaryException.class,
        MongoNodeIsRecoveringException.class
    })
    Response unavailable(RuntimeException failure, UriInfo uri) {
        return problems.problem(new NeighbourUnavailable("database", failure), uri);
    }
}
