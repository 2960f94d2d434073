package org.trunkline.connection.servers;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.trunkline.problem.NeighbourUnavailable;
import org.trunkline.problem.NotFound;
import org.trunkline.telemetry.CacheMeters;

/**
 * A neighbour's answers, which are used again for a time and not longer. An answer that is used in the second half of
 * its time is renewed in the background, so that who asks often never waits; when the neighbour then says that there is
 * nothing, the answer is used no more. While the neighbour cannot be asked, what it said last goes on counting for a
 * longer time.
 */
final class Answers<Q, A> {

    private static final int MOST = 50_000;

    /** Who could not be asked is asked behind the calls for this long; then a call waits for it again. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Duration time;
    private final AsyncCache<Q, Answer<A>> answers;
    private final Cache<Q, A> last;

    /** @param time how long it counts */
    private record Answer<A>(A content, Duration time, long at, AtomicBoolean renewing) {

        Answer(A content, Duration time, long at) {
            this(content, time, at, new AtomicBoolean());
        }

        boolean isOlderThan(Duration age) {
            return System.nanoTime() - at > age.toNanos();
        }
    }

    /**
     * @param name of these answers, in metrics
     * @param outage how old an answer may be that is used because the neighbour cannot be asked
     */
    Answers(String name, Duration time, Duration outage, MeterRegistry meters) {
        this.time = time;
        this.last =
                Caffeine.newBuilder().expireAfterWrite(outage).maximumSize(MOST).build();
        this.answers = Caffeine.newBuilder()
                .expireAfter(Expiry.writing((Q question, Answer<A> answer) -> answer.time()))
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
                    answers.get(question, (same, executor) -> kept(ask(question, asking)));
            return Uni.createFrom()
                    .completionStage(current::copy)
                    .invoke(answer -> renewIfDue(question, current, answer, asking))
                    .map(Answer::content);
        });
    }

    /** Drops answers; those that are under way are not remembered either. */
    void forget(Predicate<Q> about) {
        answers.asMap().keySet().removeIf(about);
        last.asMap().keySet().removeIf(about);
    }

    private void renewIfDue(
            Q question, CompletableFuture<Answer<A>> current, Answer<A> answer, Function<A, Uni<A>> asking) {
        boolean due = answer.isOlderThan(time.dividedBy(2)) && !answer.isOlderThan(answer.time());
        if (due && answer.renewing().compareAndSet(false, true)) {
            ask(question, asking)
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

    /** Without the request that it was asked for, which a subscription holds as long as it is held itself. */
    private static <A> CompletableFuture<Answer<A>> kept(Uni<Answer<A>> answer) {
        return answer.subscribeAsCompletionStage().copy();
    }

    private Uni<Answer<A>> ask(Q question, Function<A, Uni<A>> asking) {
        A known = last.getIfPresent(question);
        long now = System.nanoTime();
        return asking.apply(known)
                .invoke(content -> last.put(question, content))
                .map(content -> new Answer<>(content, time, now))
                .onFailure(NotFound.class)
                .invoke(() -> last.invalidate(question))
                .onFailure(failure -> failure instanceof NeighbourUnavailable && known != null)
                .recoverWithItem(() -> new Answer<>(known, PAUSE, System.nanoTime()));
    }
}
