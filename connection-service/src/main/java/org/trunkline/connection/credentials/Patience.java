package org.trunkline.connection.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import org.trunkline.credential.AuthorizationState;
import org.trunkline.identity.Caller;
import org.trunkline.problem.AuthorizationRequired;
import org.trunkline.server.ResolvedServer;

/** Holds work that needs the user's sign-in until the user has signed in, on whichever replica that was. */
@ApplicationScoped
public class Patience {

    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

    private record Waiter(String user, String server, CompletableFuture<CredentialNews> told) {}

    /**
     * Does work; if the user has to finish a flow for it, again as soon as that is done.
     *
     * @param longest how long to wait; zero: not at all
     * @return what the work gives; fails with {@link AuthorizationRequired} when the user did not sign in in time, or
     *     the flow failed
     */
    public <T> Uni<T> during(Duration longest, Caller caller, ResolvedServer server, Supplier<Uni<T>> work) {
        return longest.isZero() ? work.get() : until(Instant.now().plus(longest), caller, server, work);
    }

    /** Listens before the work is tried: what is told meanwhile is not missed. */
    private <T> Uni<T> until(Instant end, Caller caller, ResolvedServer server, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Waiter waiter = new Waiter(caller.id(), server.name(), new CompletableFuture<>());
            waiters.add(waiter);
            return work.get()
                    .onFailure(Patience::waitsForUser)
                    .recoverWithUni(required -> told(waiter, end, required)
                            .chain(news -> failed(news)
                                    ? Uni.createFrom().failure(ended(server, news))
                                    : until(end, caller, server, work)))
                    .onTermination()
                    .invoke(() -> waiters.remove(waiter));
        });
    }

    /** After the credentials have noticed it. */
    void changed(@Observes @Priority(2) CredentialNews news) {
        boolean settled = news.change() == null
                || news.change().state() != AuthorizationState.AUTHORIZING
                        && news.change().state() != AuthorizationState.STEP_UP;
        if (settled) {
            waiters.stream()
                    .filter(waiter -> news.concerns(waiter.user(), waiter.server()))
                    .forEach(waiter -> waiter.told().complete(news));
        }
    }

    private static Uni<CredentialNews> told(Waiter waiter, Instant end, Throwable required) {
        Duration left = Duration.between(Instant.now(), end);
        return left.isPositive()
                ? Uni.createFrom()
                        .completionStage(waiter.told())
                        .ifNoItem()
                        .after(left)
                        .fail()
                        .onFailure(TimeoutException.class)
                        .transform(late -> required)
                : Uni.createFrom().failure(required);
    }

    private static boolean failed(CredentialNews news) {
        return news.change() != null
                && !news.change().values()
                && news.change().state() != AuthorizationState.AUTHORIZED;
    }

    private static AuthorizationRequired ended(ResolvedServer server, CredentialNews news) {
        return AuthorizationRequired.signIn(
                server.name(), news.change().state(), news.change().reason(), null);
    }

    private static boolean waitsForUser(Throwable failure) {
        return failure instanceof AuthorizationRequired required
                && required.flow().isPresent();
    }
}
