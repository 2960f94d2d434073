package org.trunkline.registry.catalog;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.problem.NotFound;
import org.trunkline.problem.UpstreamFailure;

/** The registries that the operator configured: nobody else decides where descriptions are fetched from. */
@ApplicationScoped
class UpstreamRegistries {

    private static final String LATEST = "latest";

    private final CatalogConfig config;
    private final RegistryFetch fetch;
    private final ObjectMapper json;

    UpstreamRegistries(CatalogConfig config, RegistryFetch fetch, ObjectMapper json) {
        this.config = config;
        this.fetch = fetch;
        this.json = json;
    }

    /**
     * The description of a server.
     *
     * @param version null for the latest
     * @throws InvalidRequest when there is no such registry
     * @throws NotFound when it has no such server
     * @throws UpstreamFailure when it does not answer as a registry does
     */
    ServerJson server(String registry, String name, String version) {
        String known = name(registry);
        String path = "/v0.1/servers/" + encoded(name) + "/versions/" + encoded(version == null ? LATEST : version);
        String base = config.registries().get(known).replaceFirst("/+$", "");
        String answer = fetch.get(known, base + path)
                .orElseThrow(() -> new NotFound("Registry '" + known + "' has no such server, or no such version"));
        try {
            JsonNode described = json.readTree(answer).path("server");
            if (described.path("name").isTextual()) {
                return json.treeToValue(described, ServerJson.class);
            }
        } catch (JsonProcessingException e) {
            throw UpstreamFailure.registry(known, "its answer is no description of a server", e);
        }
        throw UpstreamFailure.registry(known, "its answer is no description of a server", null);
    }

    private String name(String asked) {
        Optional<String> only = config.registries().size() == 1
                ? config.registries().keySet().stream().findFirst()
                : Optional.empty();
        return Optional.ofNullable(asked)
                .or(() -> only)
                .filter(config.registries()::containsKey)
                .orElseThrow(() -> InvalidRequest.field(
                        "registry",
                        "Expected one of the configured registries: "
                                + String.join(
                                        ", ",
                                        config.registries().keySet().stream()
                                                .sorted()
                                                .toList())));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
