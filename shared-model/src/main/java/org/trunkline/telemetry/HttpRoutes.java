package org.trunkline.telemetry;

import java.util.Objects;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Tags;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;

/**
 * Tells of each answered request the template of its route, {@code http.route}, empty where there is none. Quarkus puts
 * the path in its place then, which callers make up.
 */
@Singleton
class HttpRoutes implements HttpServerMetricsTagsContributor {

    static final String ROUTE = "http.route";

    /** The name under which Quarkus REST leaves the template in the request's context. */
    private static final String TEMPLATE = "UrlPathTemplate";

    @Override
    public Tags contribute(Context context) {
        return Tags.of(ROUTE, Objects.requireNonNullElse(context.requestContextLocalData(TEMPLATE), ""));
    }
}
