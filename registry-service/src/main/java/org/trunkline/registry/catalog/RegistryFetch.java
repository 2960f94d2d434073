package org.trunkline.registry.catalog;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.runtime.Startup;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.trunkline.outbound.CheckedAddresses;
import org.trunkline.outbound.Dial;
import org.trunkline.outbound.NameLookup;
import org.trunkline.outbound.OutboundConfig;
import org.trunkline.outbound.OutboundGuard;
import org.trunkline.outbound.Target;
import org.trunkline.problem.TargetNotAllowed;
import org.trunkline.problem.UpstreamFailure;

/**
 * Gets documents from registries: only at addresses that the outbound guard has checked, of limited size, in limited
 * time, and without following redirects.
 */
@Startup
@ApplicationScoped
class RegistryFetch {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Vertx vertx;
    private final CheckedAddresses addresses;
    private final HttpClient http;
    private final Duration timeout;
    private final long largest;

    RegistryFetch(Vertx vertx, OutboundConfig outbound, OutboundGuard guard, CatalogConfig config) {
        this.vertx = vertx;
        this.http = vertx.createHttpClient();
        this.addresses = new CheckedAddresses(guard, NameLookup.ofSystem(vertx), outbound.addressTime());
        this.timeout = config.registryTimeout();
        this.largest = config.registryMaxAnswer().asLongValue();
    }

    /**
     * The text at {@code url}; empty when there is none (404).
     *
     * @throws TargetNotAllowed when requests may not go there
     * @throws UpstreamFailure when it cannot be had
     */
    Optional<String> get(String registry, String url) {
        Target target = Target.parse(url)
                .orElseThrow(() -> UpstreamFailure.registry(registry, "its URL cannot be dialled", null));
        Context eventLoop = VertxContext.getRootContext(vertx.getOrCreateContext());
        Promise<Optional<String>> answer = Promise.promise();
        eventLoop.runOnContext(start -> new Dial(http, addresses, target)
                .request(options(), eventLoop)
                .compose(this::send)
                .onComplete(answer));
        return await(registry, answer.future().toCompletionStage().toCompletableFuture());
    }

    private Optional<String> await(String registry, CompletableFuture<Optional<String>> answer) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw UpstreamFailure.registry(registry, "it does not answer in time", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TargetNotAllowed refused) {
                throw refused;
            }
            throw UpstreamFailure.registry(
                    registry,
                    e.getCause() instanceof Unusable unusable ? unusable.getMessage() : "it cannot be reached",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UpstreamFailure.registry(registry, "it was not waited for", e);
        }
    }

    private RequestOptions options() {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setFollowRedirects(false)
                .setTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.ACCEPT, "application/json");
    }

    private Future<Optional<String>> send(HttpClientRequest request) {
        return request.send().compose(response -> switch (response.statusCode()) {
            case OK -> body(request, response).map(Optional::of);
            case NOT_FOUND -> Future.succeededFuture(Optional.empty());
            default -> Future.failedFuture(new Unusable("it answers with status " + response.statusCode()));
        });
    }

    private Future<String> body(HttpClientRequest request, HttpClientResponse response) {
        Promise<String> text = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(text::tryFail);
        response.handler(chunk -> {
            if (body.length() + chunk.length() > largest) {
                text.tryFail(new Unusable("its answer is larger than " + largest + " bytes"));
                request.reset();
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> text.tryComplete(body.toString()));
        return text.future();
    }

    private static final class Unusable extends RuntimeException {
        Unusable(String message) {
            super(message);
        }
    }
}
