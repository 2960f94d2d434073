package org.trunkline.connection.sessions;

import java.util.concurrent.CompletableFuture;

import io.smallrye.mutiny.Uni;
import org.trunkline.connection.links.Link;

/** How a session leaves its link: it ends it, or leaves it to another replica as it is. */
final class Departure {

    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
    private volatile boolean moving;

    /** From now on the link is left to another replica. */
    void move() {
        moving = true;
    }

    /**
     * The session leaves its link.
     *
     * @param link null when there is none
     */
    Uni<Void> from(Link link) {
        if (link == null) {
            gone.complete(false);
            return Uni.createFrom().voidItem();
        }
        Uni<Boolean> end = moving ? link.detach() : link.close().replaceWith(false);
        return end.invoke(gone::complete).replaceWithVoid();
    }

    /** Completes when the session has left its link; whether another replica can go on with the upstream session. */
    Uni<Boolean> done() {
        return Uni.createFrom().completionStage(gone);
    }
}
