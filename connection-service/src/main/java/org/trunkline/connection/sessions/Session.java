package org.trunkline.connection.sessions;

import java.time.Duration;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
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
    private final Uni<Link> link;
    private SessionStatus status = new SessionStatus(ConnectionState.CONNECTING, null);
    private Link open;
    private int inFlight;
    private boolean retired;
    private long lastUse = System.nanoTime();

    /**
     * @param revision of the server's configuration that the session is opened with
     * @param credential that the session is opened with
     * @param opener opens the link; subscribed to once, by the first use
     */
    Session(SessionKey key, String revision, CurrentCredential credential, Uni<Link> opener) {
        this.key = key;
        this.revision = revision;
        this.credential = credential;
        this.link = opener.onItem()
                .invoke(this::opened)
                .onFailure()
                .invoke(this::failed)
                .memoize()
                .indefinitely();
    }

    SessionKey key() {
        return key;
    }

    /**
     * Whether calls with this revision of the configuration and this credential may use the session: it is open, or
     * being opened. Then the credential is the session's from now on.
     */
    synchronized boolean usable(String revision, Credential current) {
        boolean usable =
                !retired && status.state() != ConnectionState.ERROR && !outdated(revision) && credential.fits(current);
        if (usable) {
            credential.adopt(current);
        }
        return usable;
    }

    /** What a session in place of this one is opened with. */
    CurrentCredential renewed(Credential current) {
        return credential.renewed(current);
    }

    /** Whether the server's configuration is another one now than when the session was opened. */
    boolean outdated(String revision) {
        return !this.revision.equals(revision);
    }

    synchronized SessionStatus status() {
        return status;
    }

    synchronized boolean idle(Duration timeout) {
        return inFlight == 0 && System.nanoTime() - lastUse > timeout.toNanos();
    }

    /**
     * Does work over the link; the work fails with {@link SessionRetired} when the session was retired before it began.
     */
    <T> Uni<T> use(Function<Link, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            if (!enter()) {
                return Uni.createFrom().failure(new SessionRetired());
            }
            return link.onItem().transformToUni(work::apply).onTermination().invoke(this::leave);
        });
    }

    /** Lets no further call in and closes the link, now or when the last call has ended. */
    Uni<Void> retire() {
        return Uni.createFrom().deferred(() -> closable(true)).chain(Session::closed);
    }

    /** Closes the link whatever is under way. */
    Uni<Void> closeNow() {
        return Uni.createFrom().deferred(() -> closable(false)).chain(Session::closed);
    }

    private synchronized boolean enter() {
        if (retired) {
            return false;
        }
        inFlight++;
        return true;
    }

    private void leave() {
        synchronized (this) {
            inFlight--;
            lastUse = System.nanoTime();
        }
        closeIfDone();
    }

    /** Closes the link of a retired session that nobody uses: by whoever comes last, its last call or its opening. */
    private void closeIfDone() {
        Link done;
        synchronized (this) {
            done = retired && inFlight == 0 ? takeLink() : null;
        }
        closed(done).subscribe().with(ignored -> {});
    }

    private synchronized Uni<Link> closable(boolean patient) {
        retired = true;
        status = new SessionStatus(ConnectionState.DISCONNECTED, null);
        return Uni.createFrom().item(patient && inFlight > 0 ? null : takeLink());
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
        synchronized (this) {
            open = link;
            if (!retired) {
                status = new SessionStatus(ConnectionState.CONNECTED, null);
            }
        }
        closeIfDone();
        link.lost().onSuccess(reason -> retire().subscribe().with(ignored -> {}));
        LOG.infof("session opened server=%s user=%s", key.server(), key.shared() ? "shared" : key.user());
    }

    /** A server that wants another credential is in order: the next attempt has one. */
    private synchronized void failed(Throwable cause) {
        if (cause instanceof TransportException) {
            retired = true;
            status = new SessionStatus(ConnectionState.DISCONNECTED, null);
            return;
        }
        status = new SessionStatus(ConnectionState.ERROR, cause.getMessage());
        LOG.warnf(
                "session not opened server=%s user=%s: %s",
                key.server(), key.shared() ? "shared" : key.user(), cause.getMessage());
    }
}
