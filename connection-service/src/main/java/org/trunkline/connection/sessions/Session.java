package org.trunkline.connection.sessions;

import java.time.Instant;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
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
    private final SessionRequest request;
    private final SessionHeaders headers;
    private final Opening opening;
    private final Lifecycle lifecycle;
    private final Watcher watcher;
    private volatile Link open;
    private int inFlight;
    private volatile long lastUse = System.nanoTime();
    private volatile boolean used;
    private volatile boolean announces;

    /** Who follows a session. */
    interface Watcher {

        /** The status has changed; called in the order of the changes. */
        void changed(Session session, SessionStatus status);

        /** The session takes no further calls. */
        void ended(Session session);

        /** A call did not reach the server. */
        void unreachable(Session session);

        /** A call has reached the server, after others had not. */
        void reached(Session session);
    }

    /**
     * @param request that the session is made for
     * @param headers of its requests
     * @param opener opens the link; asked by the first use
     */
    Session(SessionRequest request, SessionHeaders headers, Function<Session, Uni<Link>> opener, Watcher watcher) {
        this.key = request.key();
        this.request = request;
        this.headers = headers;
        this.opening = new Opening(opener.apply(this), this::opened, this::failed);
        this.watcher = watcher;
        this.lifecycle = new Lifecycle(status -> watcher.changed(this, status));
    }

    SessionKey key() {
        return key;
    }

    /** What the session was made for. */
    SessionRequest request() {
        return request;
    }

    /** Of the server's configuration that the session is opened with. */
    String revision() {
        return request.server().revision();
    }

    /**
     * Whether a request with this credential may use the session: it is open, or being opened, with the server's
     * configuration as it is. Then request and credential are the session's latest from now on.
     */
    boolean serves(SessionRequest other, Credential current) {
        boolean serves = lifecycle.lives() && revision().equals(other.server().revision()) && headers.fits(current);
        if (serves) {
            headers.adopt(other, current);
        }
        return serves;
    }

    /** Why calls with this revision of the configuration cannot use the session. */
    Reason unusable(String revision) {
        return revision().equals(revision) ? Reason.CREDENTIAL_CHANGED : Reason.CONFIGURATION_CHANGED;
    }

    SessionStatus status() {
        return used ? lifecycle.status().usedAt(Instant.now().minusNanos(unusedFor())) : lifecycle.status();
    }

    /** Whether the server tells changes of its tools by itself. */
    boolean announces() {
        return announces;
    }

    synchronized int inFlight() {
        return inFlight;
    }

    /** Whether no call waits for it or is under way. */
    synchronized boolean isIdle() {
        return inFlight == 0 && lifecycle.lives();
    }

    /** Whether a call waits for it, or is under way. */
    synchronized boolean wanted() {
        return inFlight > 0;
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
            Uni<Link> link = ready == null ? opening.link() : Uni.createFrom().item(ready);
            return link.onItem()
                    .transformToUni(work::apply)
                    .onItem()
                    .invoke(this::noticeSuccess)
                    .onFailure()
                    .invoke(this::noticeFailure)
                    .onTermination()
                    .invoke(this::leave);
        });
    }

    /** Completes when the session is not being opened any more, however that went; never fails. */
    Uni<Void> settled() {
        return opening.settled();
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
            opening.cancel(waiting);
            Link taken;
            synchronized (this) {
                taken = patient && inFlight > 0 ? null : takeLink();
            }
            return closed(taken);
        });
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

    private boolean opened(Link link) {
        synchronized (this) {
            if (!lifecycle.enter(ConnectionState.CONNECTED, Reason.OPENED, null)) {
                return false;
            }
            open = link;
        }
        announces = link.greeting().announcesTools();
        LOG.infof("session opened %s", key);
        link.lost().onSuccess(this::lost);
        link.onListening(lifecycle::listening);
        return true;
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
        if (cause instanceof SessionRetired) {
            finish(ConnectionState.DISCONNECTED, Reason.ABANDONED, null);
        } else if (cause instanceof TransportException) {
            finish(ConnectionState.DISCONNECTED, Reason.of(cause), cause.getMessage());
        } else {
            LOG.warnf("session not opened %s: %s", key, cause.getMessage());
            finish(ConnectionState.ERROR, Reason.of(cause), cause.getMessage());
        }
    }

    private void finish(ConnectionState state, Reason reason, String message) {
        if (lifecycle.enter(state, reason, message)) {
            watcher.ended(this);
        }
    }

    private void noticeSuccess() {
        if (lifecycle.recover()) {
            watcher.reached(this);
        }
    }

    /** What the server said of one call says nothing of the session; that it could not be asked does. */
    private void noticeFailure(Throwable failure) {
        Reason reason = Reason.of(failure);
        if (reason == Reason.UNREACHABLE) {
            watcher.unreachable(this);
        }
        switch (reason) {
            case UNREACHABLE, TIMED_OUT, HTTP_ERROR, PROTOCOL_ERROR -> lifecycle.degrade(reason, failure.getMessage());
            case REFUSED -> noticeSuccess();
            default -> {}
        }
    }
}
