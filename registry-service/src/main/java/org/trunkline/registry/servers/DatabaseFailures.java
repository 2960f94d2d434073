package org.trunkline.registry.servers;

import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;

import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.trunkline.problem.NeighbourUnavailable;

/** A database that does not answer is a neighbour that is not there now, and no fault of this service. */
@Provider
class DatabaseFailures extends ExceptionMapperBase<MongoException> {

    @Override
    protected HttpProblem toProblem(MongoException failure) {
        return switch (failure) {
            case MongoTimeoutException e -> new NeighbourUnavailable("database", e);
            case MongoSocketException e -> new NeighbourUnavailable("database", e);
            case MongoNotPrimaryException e -> new NeighbourUnavailable("database", e);
            case MongoNodeIsRecoveringException e -> new NeighbourUnavailable("database", e);
            default -> HttpProblem.valueOf(Status.INTERNAL_SERVER_ERROR);
        };
    }
}
