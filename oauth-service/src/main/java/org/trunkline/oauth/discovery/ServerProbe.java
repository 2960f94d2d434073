package org.trunkline.oauth.discovery;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.vertx.core.http.HttpMethod;
import org.trunkline.oauth.provider.ProviderHttp;
import org.trunkline.outbound.OutboundGuard;

/** Asks MCP servers something without a credential, to see how they refuse. */
@ApplicationScoped
class ServerProbe {

    private static final int NO_ANSWER = -1;

    private final ProviderHttp http;
    private final OutboundGuard guard;

    ServerProbe(ProviderHttp http, OutboundGuard guard) {
        this.http = http;
        this.guard = guard;
    }

    /**
     * How a server refused.
     *
     * @param challenge of the first answer that had one
     * @param head the status of the answer to HEAD; {@code -1} when there was none
     * @param post that of the answer to POST; {@code -1} when there was none or none was needed
     */
    record Refusal(Optional<BearerChallenge> challenge, int head, int post) {

        boolean silent() {
            return head == NO_ANSWER && post == NO_ANSWER && challenge.isEmpty();
        }

        /** An answer to POST does not count: it is no valid message, which some servers refuse so. */
        boolean byHead() {
            return head == 401 || head == 403;
        }
    }

    private record Answer(int status, Optional<BearerChallenge> challenge) {}

    /**
     * HEAD, which costs a server least, and POST only when that brought no challenge.
     *
     * @throws org.trunkline.problem.TargetNotAllowed when the outbound guard does not let requests go there
     */
    Refusal refusal(String url, Map<String, String> headers) {
        guard.admit(url);
        URI uri = URI.create(url.replaceFirst("^(?i)ws", "http"));
        Answer head = ask(HttpMethod.HEAD, uri, headers, null);
        if (head.challenge().isPresent()) {
            return new Refusal(head.challenge(), head.status(), NO_ANSWER);
        }
        Map<String, String> json = new LinkedHashMap<>(headers);
        json.put("Content-Type", "application/json");
        json.put("Accept", "application/json, text/event-stream");
        Answer post = ask(HttpMethod.POST, uri, json, "{}");
        return new Refusal(post.challenge(), head.status(), post.status());
    }

    /** The status of another answer to HEAD; {@code -1} when there is none. */
    int head(String url, Map<String, String> headers) {
        return ask(HttpMethod.HEAD, URI.create(url.replaceFirst("^(?i)ws", "http")), headers, null)
                .status();
    }

    private Answer ask(HttpMethod method, URI uri, Map<String, String> headers, String body) {
        try {
            HTTPResponse answer = http.probe(method, uri, headers, body);
            List<String> authenticate = answer.getHeaderValues("WWW-Authenticate");
            return new Answer(
                    answer.getStatusCode(), authenticate == null ? Optional.empty() : BearerChallenge.of(authenticate));
        } catch (IOException e) {
            return new Answer(NO_ANSWER, Optional.empty());
        }
    }
}
