package org.trunkline.local.frontdoor;

import java.util.List;
import java.util.Locale;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/**
 * The headers by which a service learns how the caller reached the front door. What the caller itself sent under these
 * names is dropped: anybody can write them.
 */
final class ForwardedHeaders {

    private ForwardedHeaders() {}

    static void write(HttpServerRequest request) {
        MultiMap headers = request.headers();
        List.copyOf(headers.names()).stream()
                .filter(ForwardedHeaders::saysHowItCame)
                .forEach(headers::remove);
        headers.set("X-Forwarded-For", request.remoteAddress().hostAddress());
        headers.set("X-Forwarded-Proto", request.scheme());
        headers.set("X-Forwarded-Port", Integer.toString(request.localAddress().port()));
        if (request.authority() != null) {
            headers.set("X-Forwarded-Host", request.authority().toString());
        }
    }

    private static boolean saysHowItCame(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.equals("forwarded") || name.startsWith("x-forwarded-");
    }
}
