package org.trunkline.oauth.provider;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import io.quarkus.runtime.Startup;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import org.trunkline.outbound.CheckedAddresses;
import org.trunkline.outbound.Dial;
import org.trunkline.outbound.NameLookup;
import org.trunkline.outbound.OutboundConfig;
import org.trunkline.outbound.OutboundGuard;
import org.trunkline.outbound.Target;
import org.trunkline.problem.TargetNotAllowed;

/**
 * The HTTP client of everything that goes to authorization servers, and of the probes that find them. Each request goes
 * to an address that the outbound guard has checked; redirects are not followed; size and time of an answer are
 * bounded. Created at start, outside any request, whose end would end its connections.
 */
@Startup
@ApplicationScoped
public class ProviderHttp implements HTTPRequestSender {

    /** Many flows and refreshes go to one authorization server at once. */
    private static final int CONNECTIONS_PER_ORIGIN = 64;

    private final Vertx vertx;
    private final ProviderConfig config;
    private final OutboundGuard guard;
    private final HttpClient http;
    private final CheckedAddresses addresses;

    ProviderHttp(Vertx vertx, ProviderConfig config, OutboundConfig outbound, OutboundGuard guard) {
        this.vertx = vertx;
        this.config = config;
        this.guard = guard;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_ORIGIN));
        this.addresses = CheckedAddresses.ofEndpoints(guard, NameLookup.ofSystem(vertx), outbound.addressTime());
    }

    /**
     * Sends one request and reads the whole answer, whatever its status. Blocks, for at most
     * {@code trunkline.oauth.http.request-timeout}.
     *
     * @throws IOException when there is no answer in time, or it is too large
     * @throws TargetNotAllowed when the outbound guard does not let the request go there
     */
    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        request.getHeaderMap().forEach(headers::set);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.getMethod().name()))
                .setHeaders(headers);
        return send(request.getURI(), options, request.getBody(), config.requestTimeout());
    }

    /**
     * Asks for metadata, or asks an MCP server without a credential, within
     * {@code trunkline.oauth.http.metadata-timeout}.
     *
     * @param body JSON; null for none
     * @throws IOException as {@link #send}
     * @throws TargetNotAllowed as {@link #send}
     */
    public HTTPResponse probe(HttpMethod method, URI uri, Map<String, String> headers, String body) throws IOException {
        RequestOptions options = new RequestOptions().setMethod(method);
        headers.forEach(options::putHeader);
        return send(uri, options, body, config.metadataTimeout());
    }

    private HTTPResponse send(URI uri, RequestOptions options, String body, Duration timeout) throws IOException {
        guard.admitEndpoint(uri.toString());
        Target target =
                Target.parse(uri.toString()).orElseThrow(() -> new IOException("not a URL that can be asked: " + uri));
        ProviderExchange exchange = new ProviderExchange(
                new Dial(http, addresses, target),
                VertxContext.getRootContext(vertx.getOrCreateContext()),
                config.maxAnswer().asLongValue());
        return await(exchange.send(options.setFollowRedirects(false), body), exchange, target, timeout.toMillis());
    }

    private static HTTPResponse await(
            CompletableFuture<HTTPResponse> answer, ProviderExchange exchange, Target target, long timeout)
            throws IOException {
        try {
            return answer.get(timeout, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            exchange.abandon();
            throw new IOException(target + " did not answer within " + timeout + " ms", e);
        } catch (InterruptedException e) {
            exchange.abandon();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(target + ": interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TargetNotAllowed refused) {
                throw refused;
            }
            throw new IOException(target + ": " + e.getCause().getMessage(), e.getCause());
        }
    }
}
