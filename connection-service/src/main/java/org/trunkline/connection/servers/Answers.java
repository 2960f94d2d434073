package org.trunkline.connection.servers;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.trunkline.problem.NotFound;
import org.trunkline.telemetry.CacheMeters;

/**
 * A neighbour's answers, which are used again for a time and not longer. An answer that is used in the second half of
 * its time is renewed in the background, so that who asks often never waits; when the neighbour then says that there is
 * nothing, the answer is used no more.
 */
final class Answers<Q, A> {

    private static final int MOST = 50_000;

    private final Duration time;
    private final AsyncCache<Q, Answer<A>> answers;

    private record Answer<A>(A content, long at, AtomicBoolean renewing) {

        boolean isOlderThan(Duration age) {
            return System.nanoTime() - at > age.toNanos();
        }
    }

    /** @param name of these answers, in metrics */
    Answers(String name, Duration time, MeterRegistry meters) {
        this.time = time;
        this.answers = Caffeine.newBuilder()
                .expireAfterWrite(time)
                .maximumSize(MOST)
                .recordStats()
                .buildAsync();
        CacheMeters.register(meters, name, answers.synchronous());
    }

    /**
     * The answer to a question, asked once however many want it.
     *
     * @param asking asks the neighbour; is given the answer that is known, or null
     */
    Uni<A> of(Q question, Function<A, Uni<A>> asking) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Answer<A>> current =
                    answers.get(question, (same, executor) -> ask(null, asking).subscribeAsCompletionStage());
            return Uni.createFrom()
                    .completionStage(current::copy)
                    .invoke(answer -> renewIfDue(question, current, answer, asking))
                    .map(Answer::content);
        });
    }

    /** Drops answers; those that are under way are not remembered either. */
    void forget(Predicate<Q> about) {
        answers.asMap().keySet().removeIf(about);
    }

    private void renewIfDue(
            Q question, CompletableFuture<Answer<A>> current, Answer<A> answer, Function<A, Uni<A>> asking) {
        boolean due = answer.isOlderThan(time.dividedBy(2)) && !answer.isOlderThan(time);
        if (due && answer.renewing().compareAndSet(false, true)) {
            ask(answer.content(), asking)
                    .subscribe()
                    .with(
                            next -> answers.asMap().replace(question, current, CompletableFuture.completedFuture(next)),
                            failure -> notRenewed(question, current, answer, failure));
        }
    }

    private void notRenewed(Q question, CompletableFuture<Answer<A>> current, Answer<A> answer, Throwable failure) {
        if (failure instanceof NotFound) {
            answers.asMap().remove(question, current);
        }
        answer.renewing().set(false);
    }

    private static <A> Uni<Answer<A>> ask(A known, Function<A, Uni<A>> asking) {
        long now = System.nanoTime();
        return asking.apply(known).map(content -> new Answer<>(content, now, new AtomicBoolean()));
    }
}
