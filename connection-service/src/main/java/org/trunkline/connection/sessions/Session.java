package org.trunkline.connection.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import org.jboss.logging.Logger;
import org.trunkline.connection.credentials.CurrentCredential;
import org.trunkline.connection.links.Link;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.credential.Credential;

/**
 * One live conversation with one server: opened by its first use, used by any number of calls at a time, closed when
 * the last call that was under way has ended.
 */
final class Session {

    private static final Logger LOG = Logger.getLogger(Session.class);

    private final SessionKey key;
    private final String revision;
    private final CurrentCredential credential;
    private final Uni<Link> opener;
    private final Lifecycle lifecycle;
    private final Runnable ended;
    private final CompletableFuture<Link> opened = new CompletableFuture<>();
    private Cancellable opening;
    private volatile Link open;
    private int inFlight;
    private volatile long lastUse = System.nanoTime();
    private volatile boolean used;

    /** Who follows a session. */
    interface Watcher {

        /** The status has changed; called in the order of the changes. */
        void changed(Session session, SessionStatus status);

        /** The session takes no further calls. */
        void ended(Session session);
    }

    /**
     * @param revision of the server's configuration that the session is opened with
     * @param credential that the session is opened with
     * @param opener opens the link; subscribed to once, by the first use
     */
    Session(SessionKey key, String revision, CurrentCredential credential, Uni<Link> opener, Watcher watcher) {
        this.key = key;
        this.revision = revision;
        this.credential = credential;
        this.opener = opener;
        this.ended = () -> watcher.ended(this);
        this.lifecycle = new Lifecycle(status -> watcher.changed(this, status));
    }

    SessionKey key() {
        return key;
    }

    String revision() {
        return revision;
    }

    /**
     * Whether calls with this revision of the configuration and this credential may use the session: it is open, or
     * being opened. Then the credential is the session's from now on.
     */
    boolean usable(String revision, Credential current) {
        boolean usable = lifecycle.lives() && this.revision.equals(revision) && credential.fits(current);
        if (usable) {
            credential.adopt(current);
        }
        return usable;
    }

    /** Why calls with this revision of the configuration cannot use the session. */
    Reason unusable(String revision) {
        return this.revision.equals(revision) ? Reason.CREDENTIAL_CHANGED : Reason.CONFIGURATION_CHANGED;
    }

    /** What a session in place of this one is opened with. */
    CurrentCredential renewed(Credential current) {
        return credential.renewed(current);
    }

    SessionStatus status() {
        return used ? lifecycle.status().usedAt(Instant.now().minusNanos(unusedFor())) : lifecycle.status();
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized boolean idle(Duration timeout) {
        return inFlight == 0 && lifecycle.lives() && unusedFor() > timeout.toNanos();
    }

    /** Nanoseconds since the last call ended, or since the session was made. */
    long unusedFor() {
        return System.nanoTime() - lastUse;
    }

    /**
     * Does work over the link; the work fails with {@link SessionRetired} when the session takes no further calls, or
     * is replaced before it is open.
     */
    <T> Uni<T> use(Function<Link, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            if (!enter()) {
                return Uni.createFrom().failure(new SessionRetired());
            }
            Link ready = open;
            Uni<T> result = ready == null ? link().onItem().transformToUni(work::apply) : work.apply(ready);
            return result.onItem()
                    .invoke(lifecycle::recover)
                    .onFailure()
                    .invoke(this::noticeFailure)
                    .onTermination()
                    .invoke(this::leave);
        });
    }

    /** Completes when the session is not being opened any more, however that went; never fails. */
    Uni<Void> settled() {
        return Uni.createFrom()
                .completionStage(() -> opened.handle((link, failure) -> null))
                .replaceWithVoid();
    }

    /**
     * Lets no further call in and closes the link, now or when the last call has ended; who waits for it to be opened
     * is sent to the session that follows.
     */
    Uni<Void> retire(Reason reason) {
        return end(reason, true, new SessionRetired());
    }

    /** Closes the link whatever is under way; who waits for it to be opened is told {@code failure}. */
    Uni<Void> closeNow(Reason reason, Throwable failure) {
        return end(reason, false, failure);
    }

    private Uni<Void> end(Reason reason, boolean patient, Throwable waiting) {
        return Uni.createFrom().deferred(() -> {
            finish(ConnectionState.DISCONNECTED, reason, null);
            opened.completeExceptionally(waiting);
            Link taken;
            synchronized (this) {
                if (opening != null) {
                    opening.cancel();
                }
                taken = patient && inFlight > 0 ? null : takeLink();
            }
            return closed(taken);
        });
    }

    private Uni<Link> link() {
        begin();
        return Uni.createFrom().completionStage(() -> opened.copy());
    }

    private void begin() {
        synchronized (this) {
            if (opening != null || !lifecycle.is(ConnectionState.CONNECTING)) {
                return;
            }
            opening = () -> {};
        }
        Cancellable subscription = opener.subscribe().with(this::opened, this::failed);
        synchronized (this) {
            opening = subscription;
        }
        if (!lifecycle.lives()) {
            subscription.cancel();
        }
    }

    private synchronized boolean enter() {
        if (!lifecycle.lives()) {
            return false;
        }
        inFlight++;
        return true;
    }

    private void leave() {
        Link done;
        synchronized (this) {
            inFlight--;
            lastUse = System.nanoTime();
            used = true;
            done = inFlight == 0 && !lifecycle.lives() ? takeLink() : null;
        }
        if (done != null) {
            done.close().subscribe().with(ignored -> {});
        }
    }

    private Link takeLink() {
        Link taken = open;
        open = null;
        return taken;
    }

    private static Uni<Void> closed(Link link) {
        return link == null ? Uni.createFrom().voidItem() : link.close();
    }

    private void opened(Link link) {
        boolean inTime;
        synchronized (this) {
            inTime = lifecycle.enter(ConnectionState.CONNECTED, Reason.OPENED, null);
            open = inTime ? link : null;
        }
        if (!inTime) {
            link.close().subscribe().with(ignored -> {});
            return;
        }
        LOG.infof("session opened %s", key);
        opened.complete(link);
        link.lost().onSuccess(this::lost);
    }

    private void lost(String why) {
        finish(ConnectionState.DISCONNECTED, Reason.LOST, why);
        Link done;
        synchronized (this) {
            done = inFlight == 0 ? takeLink() : null;
        }
        closed(done).subscribe().with(ignored -> {});
    }

    /** A server that wants another credential is in order: the next attempt has one. */
    private void failed(Throwable cause) {
        if (cause instanceof TransportException) {
            finish(ConnectionState.DISCONNECTED, Reason.of(cause), cause.getMessage());
        } else {
            LOG.warnf("session not opened %s: %s", key, cause.getMessage());
            finish(ConnectionState.ERROR, Reason.of(cause), cause.getMessage());
        }
        opened.completeExceptionally(cause);
    }

    private void finish(ConnectionState state, Reason reason, String message) {
        if (lifecycle.enter(state, reason, message)) {
            ended.run();
        }
    }

    /** What the server said of one call says nothing of the session; that it could not be asked does. */
    private void noticeFailure(Throwable failure) {
        Reason reason = Reason.of(failure);
        switch (reason) {
            case UNREACHABLE, TIMED_OUT, HTTP_ERROR, PROTOCOL_ERROR -> lifecycle.degrade(reason, failure.getMessage());
            case REFUSED -> lifecycle.recover();
            default -> {}
        }
    }
}
