package org.trunkline.connection.inspections;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import org.trunkline.connection.links.Links;
import org.trunkline.connection.links.Listing;
import org.trunkline.connection.links.Purpose;
import org.trunkline.connection.transports.RequestAuthorization;
import org.trunkline.inspection.InspectionRequest;
import org.trunkline.server.ResolvedServer;

/**
 * What servers list to somebody who has not signed in (librechat.md, A.1): the same for all, so one look serves whoever
 * asks meanwhile, and for some minutes after if it saw something.
 */
@ApplicationScoped
public class OpenTools {

    private static final int MOST = 10_000;
    private static final Duration MEMORY = Duration.ofMinutes(3);

    private final Links links;
    private final ObjectMapper json;
    private final Duration budget;
    private final AsyncCache<Looked, Optional<Listing>> listings =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(MEMORY).buildAsync();

    private record Looked(String server, String revision) {

        static Looked at(ResolvedServer server) {
            return new Looked(server.name(), server.revision());
        }
    }

    OpenTools(Links links, ObjectMapper json, InspectionConfig config) {
        this.links = links;
        this.json = json;
        this.budget = config.budget();
    }

    /** The server's list; empty when it lists none before the sign-in, or cannot be asked. Never fails. */
    public Uni<Optional<Listing>> of(ResolvedServer server) {
        return Uni.createFrom()
                .completionStage(() -> listings.get(Looked.at(server), (looked, executor) -> look(looked, server))
                        .copy());
    }

    /** What is known of it without asking. */
    public Optional<Listing> remembered(ResolvedServer server) {
        CompletableFuture<Optional<Listing>> looked = listings.getIfPresent(Looked.at(server));
        return looked == null ? Optional.empty() : looked.getNow(Optional.empty());
    }

    /** That there is nothing to see is not remembered. */
    private CompletableFuture<Optional<Listing>> look(Looked at, ResolvedServer server) {
        CompletableFuture<Optional<Listing>> look = listed(server).subscribeAsCompletionStage();
        look.whenComplete((listing, failure) -> {
            if (listing == null || listing.isEmpty()) {
                listings.asMap().remove(at, look);
            }
        });
        return look;
    }

    private Uni<Optional<Listing>> listed(ResolvedServer server) {
        Subject subject = Subject.of(new InspectionRequest(server.config(), server.source()), budget, json);
        if (!subject.reachable()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return links.open(Purpose.inspection(server.name()), subject.config(), RequestAuthorization.NONE)
                .chain(link -> link.listing(Duration.ZERO)
                        .ifNoItem()
                        .after(budget)
                        .fail()
                        .eventually(link::close))
                .map(listing -> Optional.of(listing)
                        .filter(found -> !found.offer().tools().isEmpty()))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }
}
