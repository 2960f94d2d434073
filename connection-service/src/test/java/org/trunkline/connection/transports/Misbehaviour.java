package org.trunkline.connection.transports;

import java.util.function.Consumer;

/**
 * A row of the table of what MCP servers do to us.
 *
 * @param <S> the server
 * @param event what the server does
 * @param does makes it do so
 * @param settings of the server in Trunkline, beside type and URL
 * @param status that the caller gets
 * @param type of the problem that the caller gets; null when the call succeeds
 * @param says what the caller reads; null when the call succeeds
 * @param retryAfter the {@code Retry-After} that the caller gets; null for none
 * @param session what becomes of the session
 */
record Misbehaviour<S>(
        String event,
        Consumer<? super S> does,
        String settings,
        int status,
        String type,
        String says,
        String retryAfter,
        Outcome session) {

    /** What becomes of a session, seen from outside. */
    enum Outcome {
        /** It is the same upstream session as before. */
        KEPT("connected"),
        /** Another upstream session has taken the place of the lost one. */
        RENEWED("connected"),
        /** It has ended; the next call opens another. */
        LOST("disconnected"),
        /** It could not be opened; the next call tries again. */
        FAILED("error"),
        /** It was not opened, because something has to be done first. */
        REFUSED("disconnected");

        final String state;

        Outcome(String state) {
            this.state = state;
        }
    }

    static <S> Misbehaviour<S> of(String event, Consumer<? super S> does) {
        return new Misbehaviour<>(event, does, "", 0, null, null, null, null);
    }

    Misbehaviour<S> with(String more) {
        return new Misbehaviour<>(event, does, more, status, type, says, retryAfter, session);
    }

    Misbehaviour<S> succeeds(Outcome becomes) {
        return new Misbehaviour<>(event, does, settings, 200, null, null, null, becomes);
    }

    Misbehaviour<S> fails(int answer, String problem, String words, Outcome becomes) {
        return new Misbehaviour<>(event, does, settings, answer, problem, words, retryAfter, becomes);
    }

    Misbehaviour<S> retryAfter(String seconds) {
        return new Misbehaviour<>(event, does, settings, status, type, says, seconds, session);
    }

    @Override
    public String toString() {
        return event;
    }
}
