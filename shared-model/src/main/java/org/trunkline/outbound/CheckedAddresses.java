package org.trunkline.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Context;
import io.vertx.core.Future;

/**
 * The addresses of targets, checked by the outbound guard. Nothing else turns a host name into an address to dial, so a
 * name that resolves differently the next time (DNS rebinding) gains nothing.
 */
public final class CheckedAddresses {

    private static final int REMEMBERED = 10_000;

    private final BiConsumer<Target, List<InetAddress>> guard;
    private final NameLookup names;
    private final AsyncCache<String, List<InetAddress>> checked;

    /**
     * The addresses of MCP servers.
     *
     * @param memory how long an answer is used without asking again; zero: each is used once
     */
    public CheckedAddresses(OutboundGuard guard, NameLookup names, Duration memory) {
        this(guard::admit, names, memory);
    }

    /** The addresses of authorization servers' endpoints. */
    public static CheckedAddresses ofEndpoints(OutboundGuard guard, NameLookup names, Duration memory) {
        return new CheckedAddresses(guard::admitEndpoint, names, memory);
    }

    private CheckedAddresses(BiConsumer<Target, List<InetAddress>> guard, NameLookup names, Duration memory) {
        this.guard = guard;
        this.names = names;
        this.checked = Caffeine.newBuilder()
                .expireAfterWrite(memory)
                .maximumSize(REMEMBERED)
                .buildAsync();
    }

    /**
     * The addresses of a target, at least one.
     *
     * @return completes on {@code context}; fails with {@link org.trunkline.problem.TargetNotAllowed} when any of them
     *     is not allowed, with {@link java.net.UnknownHostException} when there is none
     */
    public Future<List<InetAddress>> of(Target target, Context context) {
        CompletableFuture<List<InetAddress>> known = checked.get(target.origin(), (origin, executor) -> lookUp(target));
        return known.state() == CompletableFuture.State.SUCCESS
                ? Future.succeededFuture(known.resultNow())
                : Future.fromCompletionStage(known, context);
    }

    /**
     * Checks a target whose name a proxy will resolve. A name that is not known here is judged by itself: where
     * everything goes through a proxy, names outside may be unknown.
     *
     * @return completes on {@code context}; fails with {@link org.trunkline.problem.TargetNotAllowed} when it is not
     *     allowed
     */
    Future<Void> admit(Target target, Context context) {
        return of(target, context)
                .recover(failure ->
                        failure instanceof UnknownHostException ? unknown(target) : Future.failedFuture(failure))
                .mapEmpty();
    }

    private Future<List<InetAddress>> unknown(Target target) {
        guard.accept(target, List.of());
        return Future.succeededFuture(List.of());
    }

    private CompletableFuture<List<InetAddress>> lookUp(Target target) {
        return target.address()
                .map(address -> Future.succeededFuture(List.of(address)))
                .orElseGet(() -> names.resolve(target.hostName()))
                .map(found -> {
                    guard.accept(target, found);
                    return found;
                })
                .toCompletionStage()
                .toCompletableFuture();
    }
}
