package org.trunkline.connection.sessions;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jboss.logging.Logger;
import org.trunkline.connection.links.Link;
import org.trunkline.connection.links.Links;
import org.trunkline.connection.links.Resumption;
import org.trunkline.connection.members.Claim;
import org.trunkline.connection.members.Claims;
import org.trunkline.connection.transports.UpstreamSession;
import org.trunkline.secret.SecretBox;

/**
 * Keeps what the next owner needs to go on with a session, sealed: an upstream session's id is as good as a credential.
 * What does not open any more, or is of another configuration of the server, costs a handshake.
 */
@ApplicationScoped
class Resumptions {

    private static final Logger LOG = Logger.getLogger(Resumptions.class);

    private final Links links;
    private final Claims claims;
    private final SecretBox box;
    private final ObjectMapper json;

    /** What is sealed. */
    @RegisterForReflection
    record Kept(String revision, String session, String protocolVersion, String greeting) {}

    Resumptions(Links links, Claims claims, SecretBox box, ObjectMapper json) {
        this.links = links;
        this.claims = claims;
        this.box = box;
        this.json = json;
    }

    void remember(SessionRequest request, Claim claim, Link link) {
        links.resumption(link).ifPresent(resumption -> claims.remember(claim, seal(request, claim, resumption)));
    }

    /** How to go on with the session that the owner before left; told once. */
    Optional<Resumption> of(SessionRequest request, Claim claim) {
        return claim.takeResumption()
                .flatMap(stored -> opened(stored, claim))
                .filter(kept -> kept.revision().equals(request.server().revision()))
                .map(kept ->
                        new Resumption(new UpstreamSession(kept.session(), kept.protocolVersion()), kept.greeting()));
    }

    private String seal(SessionRequest request, Claim claim, Resumption resumption) {
        try {
            return box.seal(
                    json.writeValueAsString(new Kept(
                            request.server().revision(),
                            resumption.session().id(),
                            resumption.session().protocolVersion(),
                            resumption.greeting())),
                    place(claim));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Kept> opened(String stored, Claim claim) {
        try {
            return Optional.of(json.readValue(box.open(stored, place(claim)), Kept.class));
        } catch (JsonProcessingException | IllegalStateException e) {
            LOG.debugf("a session cannot be gone on with: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private static String place(Claim claim) {
        return "session:" + claim.key();
    }
}
