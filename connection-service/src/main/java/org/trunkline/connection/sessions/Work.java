package org.trunkline.connection.sessions;

import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import org.trunkline.connection.links.Link;

/**
 * Work over the link of a session.
 *
 * @param over does it
 * @param harmless whether doing it twice is as good as doing it once; asked only when the connection broke and the
 *     server may have begun it
 * @param use whether the session counts as used by it: what Trunkline does by itself keeps no session alive
 */
public record Work<T>(Function<Link, Uni<T>> over, Function<Link, Uni<Boolean>> harmless, boolean use) {

    /** Work for a user. */
    public Work(Function<Link, Uni<T>> over, Function<Link, Uni<Boolean>> harmless) {
        this(over, harmless, true);
    }

    /** Work for a user that is done again only if the server had not accepted it. */
    public static <T> Work<T> once(Function<Link, Uni<T>> over) {
        return new Work<>(over, link -> Uni.createFrom().item(false));
    }

    /** Work that no user has asked this session for; done again only if the server had not accepted it. */
    public static <T> Work<T> aside(Function<Link, Uni<T>> over) {
        return new Work<>(over, link -> Uni.createFrom().item(false), false);
    }

    /** This work; fails with {@link Broken} when the connection broke and it can be done again. */
    Work<T> first() {
        return new Work<>(this::begin, harmless, use);
    }

    private Uni<T> begin(Link link) {
        return over.apply(link)
                .onFailure(failure -> Reason.of(failure) == Reason.UNREACHABLE)
                .recoverWithUni(broken -> harmless.apply(link)
                        .onFailure()
                        .recoverWithItem(false)
                        .chain(again -> Uni.createFrom().failure(again ? new Broken(broken) : broken)));
    }

    /** The connection broke while work was done that can be done again. */
    static final class Broken extends RuntimeException {

        private Broken(Throwable cause) {
            super("the connection broke", cause, false, false);
        }
    }
}
