package org.trunkline.problem;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;

/** Gives the problems that the framework makes (401, 405, unreadable JSON …) LibreChat's members too. */
@ApplicationScoped
class CompatibleMembers implements ProblemPostProcessor {

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (problem.getParameters().containsKey("message")) {
            return problem;
        }
        String message = problem.getDetail() == null ? problem.getTitle() : problem.getDetail();
        return HttpProblem.builder(problem)
                .with("error", problem.getTitle())
                .with("message", problem.getStatusCode() == 401 ? "Unauthorized" : message)
                .build();
    }
}
