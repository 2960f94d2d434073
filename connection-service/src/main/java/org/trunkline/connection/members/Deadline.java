package org.trunkline.connection.members;

import java.time.Duration;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import org.trunkline.problem.DeadlinePassed;
import org.trunkline.problem.InvalidRequest;

/** Until when a caller waits for its answer, if it says so: nobody works longer for it, on whichever replica. */
public final class Deadline {

    /** For how many milliseconds the caller waits. */
    public static final String HEADER = "Trunkline-Timeout";

    /** What the API says of it. */
    public static final String DESCRIPTION =
            "For how many milliseconds the caller waits, at most an hour: after that the"
                    + " answer is 504 deadline-passed, and what was under way is broken off. Absent: as long as it takes";

    private static final long LONGEST = Duration.ofHours(1).toMillis();
    private static final Deadline NONE = new Deadline(0, 0);

    private final long wait;
    private final long end;

    private Deadline(long wait, long end) {
        this.wait = wait;
        this.end = end;
    }

    /**
     * The one of a request that has just come.
     *
     * @throws InvalidRequest when it says none that is understood
     */
    public static Deadline of(HttpServerRequest request) {
        String told = request.getHeader(HEADER);
        if (told == null) {
            return NONE;
        }
        long wait = milliseconds(told);
        return new Deadline(wait, System.nanoTime() + Duration.ofMillis(wait).toNanos());
    }

    private static long milliseconds(String told) {
        try {
            long wait = Long.parseLong(told);
            if (wait > 0 && wait <= LONGEST) {
                return wait;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw InvalidRequest.field(HEADER, HEADER + " must be a number of milliseconds from 1 to " + LONGEST);
    }

    /** The same work, which is broken off with {@link DeadlinePassed} when the deadline passes. */
    public <T> Uni<T> limit(Uni<T> work) {
        if (this == NONE) {
            return work;
        }
        return isPassed()
                ? Uni.createFrom().failure(passed())
                : work.ifNoItem().after(Duration.ofMillis(left())).failWith(this::passed);
    }

    /** Whether the caller says how long it waits. */
    boolean exists() {
        return this != NONE;
    }

    /** How many milliseconds it still waits, at least 1. */
    long left() {
        return Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis());
    }

    boolean isPassed() {
        return this != NONE && System.nanoTime() - end >= 0;
    }

    DeadlinePassed passed() {
        return new DeadlinePassed(wait);
    }
}
