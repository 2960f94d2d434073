package org.trunkline.connection.members;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.smallrye.mutiny.Uni;
import org.trunkline.problem.Misdirected;

/** That this replica owns a session key: nobody else uses its session. */
public final class Claim {

    private final String key;
    private final Epoch epoch;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final long since = System.nanoTime();
    private volatile boolean leaving;
    private volatile CompletionStage<Void> stored = CompletableFuture.completedFuture(null);
    private String resumption;

    /** @param resumption how the owner before left the session; null when there is nothing to go on with */
    Claim(String key, Epoch epoch, String resumption) {
        this.key = key;
        this.epoch = epoch;
        this.resumption = resumption;
    }

    /** The session key. */
    public String key() {
        return key;
    }

    /**
     * To be asked right before anything is sent over the session: the process may have been stopped since the last
     * time, and another replica may own the session by now.
     *
     * @throws Misdirected when that may be so, or the session is being given up
     */
    public void require() {
        if (!holds()) {
            throw new Misdirected();
        }
    }

    /** How the owner before left the session, told once: what it says may be over. */
    public synchronized Optional<String> takeResumption() {
        Optional<String> taken = Optional.ofNullable(resumption);
        resumption = null;
        return taken;
    }

    /** Whether the session may be used: this replica still owns it, and does not give it up. */
    public boolean holds() {
        return !leaving && epoch.acting();
    }

    boolean isOlderThan(Duration age) {
        return System.nanoTime() - since > age.toNanos();
    }

    String epoch() {
        return epoch.id();
    }

    /** How to go on with the session is being stored; never fails. */
    void storing(CompletionStage<Void> storing) {
        stored = storing;
    }

    /** Completes when nothing is being stored of it. */
    Uni<Void> whenStored() {
        return Uni.createFrom().completionStage(() -> stored);
    }

    void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    void left() {
        left.complete(null);
    }

    /** Completes when another replica can claim the key. */
    Uni<Void> whenLeft() {
        return Uni.createFrom().completionStage(left);
    }
}
