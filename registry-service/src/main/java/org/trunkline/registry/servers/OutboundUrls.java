package org.trunkline.registry.servers;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import org.trunkline.outbound.OutboundGuard;
import org.trunkline.problem.TargetNotAllowed;

/** The URLs of a configuration that Trunkline or the user's browser would be sent to. */
@ApplicationScoped
class OutboundUrls {

    private static final List<String> ENDPOINTS =
            List.of("authorization_url", "token_url", "revocation_endpoint", "issuer");

    private final OutboundGuard guard;

    OutboundUrls(OutboundGuard guard) {
        this.guard = guard;
    }

    /** @throws TargetNotAllowed naming the first that is not allowed by its text */
    void check(JsonNode config) {
        if (config.path("url").isTextual()) {
            guard.admit(config.path("url").textValue());
        }
        ENDPOINTS.stream()
                .map(name -> config.path("oauth").path(name))
                .filter(JsonNode::isTextual)
                .forEach(url -> guard.admitEndpoint(url.textValue()));
    }
}
