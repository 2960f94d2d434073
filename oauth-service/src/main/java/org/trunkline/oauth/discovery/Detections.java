package org.trunkline.oauth.discovery;

import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.credential.Detection;
import org.trunkline.credential.DetectionRequest;
import org.trunkline.problem.InvalidRequest;

/** Finds out whether MCP servers want their users to sign in, in LibreChat's order of questions. */
@ApplicationScoped
public class Detections {

    private static final String CHALLENGE = "401-challenge-metadata";
    private static final String WELL_KNOWN = "protected-resource-metadata";
    private static final String NOTHING = "no-metadata-found";

    private final ServerProbe probe;
    private final ProtectedResources resources;

    Detections(ServerProbe probe, ProtectedResources resources) {
        this.probe = probe;
        this.resources = resources;
    }

    /**
     * Whether the server wants its users to sign in; a server that does not answer does not. Blocks.
     *
     * @throws InvalidRequest when the URL is none that can be asked
     * @throws org.trunkline.problem.TargetNotAllowed when the outbound guard does not let requests go there
     */
    public Detection detect(DetectionRequest request) {
        Map<String, String> headers = request.headers() == null ? Map.of() : request.headers();
        ServerUrl server = urlOf(request);
        ServerProbe.Refusal refusal = probe.refusal(request.url(), headers);
        Optional<ResourceMetadata> hinted =
                refusal.challenge().flatMap(challenge -> resources.hinted(challenge, headers));
        if (hinted.filter(Detections::namesServers).isPresent()) {
            return required(CHALLENGE, hinted);
        }
        Optional<ResourceMetadata> found = hinted.isPresent() ? hinted : resources.wellKnown(server, headers);
        if (found.filter(Detections::namesServers).isPresent()) {
            return required(WELL_KNOWN, found);
        }
        if (refusal.challenge().isPresent()) {
            return required(CHALLENGE, found);
        }
        boolean refused = refusal.byHead() || refusal.silent() && isRefusal(probe.head(request.url(), headers));
        return refused ? required(NOTHING, found) : new Detection(false, NOTHING, null);
    }

    private static ServerUrl urlOf(DetectionRequest request) {
        try {
            return ServerUrl.of(request.url());
        } catch (IllegalArgumentException | NullPointerException e) {
            throw InvalidRequest.field("url", "url must be an absolute http, https, ws or wss URL");
        }
    }

    private static boolean isRefusal(int status) {
        return status == 401 || status == 403;
    }

    private static boolean namesServers(ResourceMetadata metadata) {
        return !metadata.authorizationServers().isEmpty();
    }

    private static Detection required(String method, Optional<ResourceMetadata> metadata) {
        return new Detection(
                true, method, metadata.map(found -> found.url().toString()).orElse(null));
    }
}
