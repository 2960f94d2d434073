package org.trunkline.identity;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Requests come here once the identity provider was reached: nobody is known before. That it does not answer later is
 * no reason to send none: tokens are verified with the keys that it gave.
 */
@Readiness
@ApplicationScoped
class IdentityReadiness implements AsyncHealthCheck {

    private static final String NAME = "identity provider";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final List<TenantConfigContext> tenants;
    private final String issuer;

    IdentityReadiness(TenantConfigBean tenants, IdentityConfig config) {
        this.tenants = Stream.concat(
                        Stream.of(tenants.getDefaultTenant()), tenants.getStaticTenantsConfig().values().stream())
                .toList();
        this.issuer = config.issuer();
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.join()
                .all(tenants.stream().map(IdentityReadiness::reached).toList())
                .andFailFast()
                .map(reached -> HealthCheckResponse.up(NAME))
                .onFailure()
                .recoverWithItem(failure -> HealthCheckResponse.named(NAME)
                        .down()
                        .withData("missing", issuer + ", which was not reached yet: " + failure.getMessage())
                        .build());
    }

    /** Asks the provider when it was not reached yet, since no request for its tokens comes before. */
    private static Uni<TenantConfigContext> reached(TenantConfigContext tenant) {
        return tenant.ready()
                ? Uni.createFrom().item(tenant)
                : tenant.initialize().ifNoItem().after(PATIENCE).fail().invoke(now -> {
                    if (!now.ready()) {
                        throw new IllegalStateException("it does not answer");
                    }
                });
    }
}
