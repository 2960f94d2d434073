package org.trunkline.connection.members;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Requests come here while this replica may use its sessions. That the database is down for all replicas is no reason
 * to send none: live sessions go on.
 */
@Readiness
@ApplicationScoped
class MemberReadiness implements HealthCheck {

    private final Members members;

    MemberReadiness(Members members) {
        this.members = members;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder check = HealthCheckResponse.named("member of the replicas");
        return members.acting().isPresent()
                ? check.up().build()
                : check.down()
                        .withData("missing", "the database, or all other replicas, to hear that this one lives")
                        .build();
    }
}
