package org.trunkline.connection.members;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;

/**
 * Tells whoever has a connection to a replica that drains to use it no more: a request that comes over one that is just
 * being closed would be lost.
 */
@ApplicationScoped
class Farewell {

    private static final int FIRST = 1_000;

    private final Members members;

    Farewell(Members members) {
        this.members = members;
    }

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    if (members.draining()) {
                        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                    }
                    context.next();
                },
                FIRST);
    }
}
