package org.trunkline.connection.sessions;

import java.util.Optional;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import org.trunkline.connection.links.Link;

/**
 * Work over the link of a session.
 *
 * @param over does it
 * @param harmless whether doing it twice is as good as doing it once; asked only when the connection broke and the
 *     server may have begun it; absent: it is not
 * @param use whether the session counts as used by it: what Trunkline does by itself keeps no session alive
 */
public record Work<T>(Function<Link, Uni<T>> over, Optional<Function<Link, Uni<Boolean>>> harmless, boolean use) {

    /** Work for a user that is done again only if the server had not accepted it. */
    public static <T> Work<T> once(Function<Link, Uni<T>> over) {
        return new Work<>(over, Optional.empty(), true);
    }

    /** Work for a user that is also done again when the connection broke, if that does no harm. */
    public static <T> Work<T> of(Function<Link, Uni<T>> over, Function<Link, Uni<Boolean>> harmless) {
        return new Work<>(over, Optional.of(harmless), true);
    }

    /** Work that no user has asked this session for; done again only if the server had not accepted it. */
    public static <T> Work<T> aside(Function<Link, Uni<T>> over) {
        return new Work<>(over, Optional.empty(), false);
    }

    /** This work; fails with {@link Broken} when the connection broke and it can perhaps be done again. */
    Work<T> first() {
        return new Work<>(this::begin, harmless, use);
    }

    /**
     * This work once more after it failed so; over another link if the connection was all that there was of the first.
     */
    Work<T> again(Throwable failure) {
        return failure instanceof Broken
                ? new Work<>(link -> ifHarmless(link, failure.getCause()), harmless, use)
                : this;
    }

    private Uni<T> begin(Link link) {
        return over.apply(link)
                .onFailure(failure -> harmless.isPresent() && Reason.of(failure) == Reason.UNREACHABLE)
                .transform(Broken::new);
    }

    private Uni<T> ifHarmless(Link link, Throwable broken) {
        return harmless.orElseThrow()
                .apply(link)
                .onFailure()
                .recoverWithItem(false)
                .chain(again -> again ? over.apply(link) : Uni.createFrom().failure(broken));
    }

    /** The connection broke while work was done that can perhaps be done again. */
    static final class Broken extends RuntimeException {

        private Broken(Throwable cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }
}
