package org.trunkline.connection.sessions;

import java.time.Clock;
import java.util.Map;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.trunkline.connection.credentials.Nonces;
import org.trunkline.connection.links.Link;
import org.trunkline.connection.links.Links;
import org.trunkline.connection.links.Purpose;
import org.trunkline.connection.members.Claim;
import org.trunkline.connection.transports.RequestAuthorization;
import org.trunkline.credential.Credential;
import org.trunkline.placeholder.PlaceholderValues;
import org.trunkline.placeholder.Placeholders;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerConfig;

/** Opens the links of sessions, with what is the user's filled into the server's configuration. */
@ApplicationScoped
class SessionOpener {

    private final Links links;
    private final Resumptions resumptions;
    private final Connecting connecting;
    private final Nonces nonces;
    private final Placeholders placeholders = new Placeholders(Clock.systemUTC());

    SessionOpener(Links links, Resumptions resumptions, Connecting connecting, Nonces nonces) {
        this.links = links;
        this.resumptions = resumptions;
        this.connecting = connecting;
        this.nonces = nonces;
    }

    /** The headers of a session that is opened with a credential. */
    SessionHeaders headers(SessionRequest request, Credential credential) {
        return new SessionHeaders(request, credential, nonces);
    }

    /**
     * A link for the session that serves a request; nothing happens before it is subscribed to.
     *
     * @param claim by which this replica owns the session; null when nobody has to
     * @param wanted whether somebody still waits for it
     */
    Uni<Link> open(
            SessionRequest request,
            Credential credential,
            RequestAuthorization authorization,
            Claim claim,
            BooleanSupplier wanted) {
        Uni<Link> attempt = Uni.createFrom().deferred(() -> {
            ServerConfig filled = configuration(request, credential.userValues());
            return claim == null
                    ? links.open(purpose(request), filled, authorization)
                    : owned(request, filled, authorization, claim);
        });
        return connecting.guarded(request, wanted, attempt);
    }

    private Uni<Link> owned(
            SessionRequest request, ServerConfig filled, RequestAuthorization authorization, Claim claim) {
        return links.open(
                        purpose(request),
                        filled,
                        new OwnersAuthorization(authorization, claim),
                        resumptions.of(request, claim))
                .invoke(link -> resumptions.remember(request, claim, link));
    }

    private static Purpose purpose(SessionRequest request) {
        return Purpose.session(
                request.server(), request.key().shared() ? null : request.key().user());
    }

    /** A shared session knows no user: whatever of a user would be in its configuration stays unfilled. */
    private ServerConfig configuration(SessionRequest request, Map<String, String> userValues) {
        ResolvedServer server = request.server();
        PlaceholderValues values = request.key().shared()
                ? PlaceholderValues.shared(server.source())
                : PlaceholderValues.of(server.source(), request.caller(), userValues)
                        .during(request.body());
        ServerConfig filled = placeholders.expand(server.config(), values);
        if (Placeholders.leftover(filled.url())) {
            throw UpstreamFailure.unreachable(
                    server.name(), "Runtime URL still contains unresolved MCP placeholders after resolution.", null);
        }
        return filled;
    }
}
