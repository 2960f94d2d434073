package org.trunkline.connection.tools;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import org.trunkline.connection.links.Link;
import org.trunkline.connection.links.Listing;
import org.trunkline.connection.links.Offer;
import org.trunkline.connection.sessions.SessionRequest;
import org.trunkline.problem.ToolRefused;
import org.trunkline.problem.UpstreamFailure;

/**
 * Tells a tool that a server does not have from one that fails: by the server's list, and only after the server itself
 * has refused the call, for a server may have tools that it does not list. For a while the same call is not tried
 * again, and the list not asked for again.
 */
@ApplicationScoped
class MissingTools {

    /** LibreChat's number (librechat.md, C.2). */
    private static final int MOST = 1000;

    private final ToolConfig config;
    private final KnownTools known;
    private final Cache<Missing, Boolean> missing;

    private record Missing(String user, String server, String revision, String session, String tool) {

        static Missing of(SessionRequest request, String tool) {
            return new Missing(
                    request.caller().id(),
                    request.server().name(),
                    request.server().revision(),
                    request.label(),
                    tool);
        }
    }

    MissingTools(ToolConfig config, KnownTools known) {
        this.config = config;
        this.known = known;
        this.missing = Caffeine.newBuilder()
                .expireAfterWrite(config.pause())
                .maximumSize(MOST)
                .build();
    }

    /** @throws ToolRefused when the tool was missing just now, and was not listed since */
    void check(SessionRequest request, String tool) {
        if (missing.getIfPresent(Missing.of(request, tool)) != null && !isListed(request, tool)) {
            throw ToolRefused.absent(request.server().name(), tool);
        }
    }

    /** Whether a call may have failed because there is no such tool: the server has answered that it cannot do it. */
    static boolean mayBeMissing(Throwable failure) {
        return failure instanceof UpstreamFailure answer && answer.isAnswer();
    }

    /** Fails with {@link ToolRefused} when the server does not list the tool, else with the call's own failure. */
    <T> Uni<T> explain(SessionRequest request, String tool, Link link, Throwable failure) {
        return link.listing(config.pause())
                .onFailure()
                .transform(unlisted -> failure)
                .map(Listing::offer)
                .chain(offer -> Uni.createFrom().failure(lacks(offer, tool) ? absent(request, tool) : failure));
    }

    private ToolRefused absent(SessionRequest request, String tool) {
        missing.put(Missing.of(request, tool), true);
        return ToolRefused.absent(request.server().name(), tool);
    }

    private boolean isListed(SessionRequest request, String tool) {
        return Optional.ofNullable(
                        known.remembered(request.caller(), request.server()).listing())
                .map(Listing::offer)
                .filter(offer -> has(offer, tool))
                .isPresent();
    }

    /** A list that was cut tells nothing about what is not in it. */
    private static boolean lacks(Offer offer, String tool) {
        return offer.cut() == null && !has(offer, tool);
    }

    private static boolean has(Offer offer, String tool) {
        return offer.tools().stream().anyMatch(listed -> listed.name().equals(tool));
    }
}
