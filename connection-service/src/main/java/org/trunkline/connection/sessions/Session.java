package org.trunkline.connection.sessions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.trunkline.connection.links.LastWords;
import org.trunkline.connection.links.Link;
import org.trunkline.connection.members.Claim;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.credential.Credential;
import org.trunkline.problem.Misdirected;

/**
 * One live conversation with one server: opened by its first use, used by any number of calls at a time, closed when
 * the last call that was under way has ended.
 */
final class Session {

    private static final Logger LOG = Logger.getLogger(Session.class);

    private final SessionKey key;
    private final SessionRequest request;
    private final SessionHeaders headers;
    private final Claim claim;
    private final Opening opening;
    private final Departure departure = new Departure();
    private final Lifecycle lifecycle;
    private final Watcher watcher;
    private volatile Link open;
    private int inFlight;
    private volatile long lastUse = System.nanoTime();
    private volatile boolean used;
    private volatile boolean announces;
    private volatile boolean wasOpen;

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
     * @param claim by which this replica owns the session; null when nobody has to
     * @param opener opens the link; asked by the first use
     */
    Session(
            SessionRequest request,
            SessionHeaders headers,
            Claim claim,
            Function<Session, Uni<Link>> opener,
            Watcher watcher) {
        this.claim = claim;
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
        boolean serves = lifecycle.lives()
                && isOurs()
                && revision().equals(other.server().revision())
                && headers.fits(current);
        if (serves) {
            headers.adopt(other, current);
        }
        return serves;
    }

    /** Whether this replica may use the session. */
    private boolean isOurs() {
        return claim == null || claim.holds();
    }

    /** Why calls with this revision of the configuration cannot use the session. */
    Reason unusable(String revision) {
        return revision().equals(revision) ? Reason.CREDENTIAL_CHANGED : Reason.CONFIGURATION_CHANGED;
    }

    SessionStatus status() {
        SessionStatus status = lifecycle.status();
        Link link = open;
        SessionStatus said = link == null ? status : status.saying(link.said());
        return used ? said.usedAt(Instant.now().minusNanos(unusedFor())) : said;
    }

    /** {@link Lifecycle#quarantine}. */
    void quarantine(long listedAt, Map<String, String> tools, boolean whole) {
        lifecycle.quarantine(listedAt, tools, whole);
    }

    /** {@link Lifecycle#accept}. */
    void accept(Map<String, String> pins) {
        lifecycle.accept(pins);
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

    /** Nanoseconds since the last use ended, or since the session was made. */
    long unusedFor() {
        return System.nanoTime() - lastUse;
    }

    boolean isUnusedForLongerThan(Session other) {
        return lastUse - other.lastUse < 0;
    }

    /**
     * Does work over the link; the work fails with {@link SessionRetired} when the session takes no further calls, or
     * is replaced before it is open, with {@link Misdirected} when another replica may own it.
     */
    <T> Uni<T> use(Work<T> work) {
        return Uni.createFrom().deferred(() -> {
            if (!isOurs()) {
                return Uni.createFrom().failure(new Misdirected());
            }
            if (!enter()) {
                return Uni.createFrom().failure(new SessionRetired());
            }
            Link ready = open;
            Uni<Link> link = ready == null ? opening.link() : Uni.createFrom().item(ready);
            return link.onItem()
                    .transformToUni(work.over()::apply)
                    .onItem()
                    .invoke(this::noticeSuccess)
                    .onFailure()
                    .invoke(this::noticeFailure)
                    .onTermination()
                    .invoke(() -> leave(work.use()));
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

    /**
     * Lets no further call in; when the last call has ended, the link is left to another replica as it is.
     *
     * @return when that is done; whether the other replica can go on with the upstream session, which else is ended
     */
    Uni<Boolean> handOver() {
        return Uni.createFrom().deferred(() -> {
            departure.move();
            return end(Reason.MOVED, true, new Misdirected()).chain(departure::done);
        });
    }

    private Uni<Void> end(Reason reason, boolean patient, Throwable waiting) {
        return Uni.createFrom().deferred(() -> {
            finish(ConnectionState.DISCONNECTED, reason, null, List.of());
            opening.cancel(waiting);
            boolean now;
            Link taken;
            synchronized (this) {
                now = !patient || inFlight == 0;
                taken = now ? takeLink() : null;
            }
            return now ? departure.from(taken) : Uni.createFrom().voidItem();
        });
    }

    private synchronized boolean enter() {
        if (!lifecycle.lives()) {
            return false;
        }
        inFlight++;
        return true;
    }

    private void leave(boolean use) {
        synchronized (this) {
            inFlight--;
            if (use) {
                lastUse = System.nanoTime();
                used = true;
            }
        }
        departIfDone();
    }

    private void departIfDone() {
        Link done;
        synchronized (this) {
            if (inFlight > 0 || lifecycle.lives()) {
                return;
            }
            done = takeLink();
        }
        departure.from(done).subscribe().with(ignored -> {});
    }

    private Link takeLink() {
        Link taken = open;
        open = null;
        return taken;
    }

    private boolean opened(Link link) {
        synchronized (this) {
            if (!lifecycle.enter(ConnectionState.CONNECTED, Reason.OPENED, null, List.of())) {
                return false;
            }
            open = link;
        }
        wasOpen = true;
        announces = link.greeting().announcesTools();
        LOG.infof("session opened %s", key);
        link.lost().onSuccess(why -> lost(why, link.said()));
        link.onListening(lifecycle::listening);
        return true;
    }

    private void lost(String why, List<String> said) {
        finish(ConnectionState.DISCONNECTED, Reason.LOST, why, said);
        departIfDone();
    }

    /** A server that wants another credential is in order: the next attempt has one. */
    private void failed(Throwable cause) {
        if (cause instanceof SessionRetired) {
            finish(ConnectionState.DISCONNECTED, Reason.ABANDONED, null, List.of());
        } else if (cause instanceof TransportException) {
            finish(ConnectionState.DISCONNECTED, Reason.of(cause), cause.getMessage(), LastWords.of(cause));
        } else {
            LOG.warnf("session not opened %s: %s", key, cause.getMessage());
            finish(ConnectionState.ERROR, Reason.of(cause), cause.getMessage(), LastWords.of(cause));
        }
    }

    private void finish(ConnectionState state, Reason reason, String message, List<String> said) {
        if (lifecycle.enter(state, reason, message, said)) {
            watcher.ended(this);
        }
    }

    private void noticeSuccess() {
        if (lifecycle.recover()) {
            watcher.reached(this);
        }
    }

    /**
     * What the server said of one call says nothing of the session; that it could not be asked does. An attempt to open
     * the session counts once by itself, however many calls wait for it.
     */
    private void noticeFailure(Throwable failure) {
        Reason reason = Reason.of(failure);
        if (reason == Reason.UNREACHABLE && wasOpen) {
            watcher.unreachable(this);
        }
        switch (reason) {
            case UNREACHABLE, TIMED_OUT, HTTP_ERROR, PROTOCOL_ERROR -> lifecycle.degrade(reason, failure.getMessage());
            case REFUSED -> noticeSuccess();
            default -> {}
        }
    }
}
