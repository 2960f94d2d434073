package org.trunkline.oauth.discovery;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import io.quarkus.runtime.Startup;
import io.vertx.core.http.HttpMethod;
import net.minidev.json.JSONObject;
import org.jboss.logging.Logger;
import org.trunkline.oauth.provider.ProviderHttp;
import org.trunkline.problem.TargetNotAllowed;

/**
 * JSON documents that servers publish about themselves. Each is fetched once, however many ask, and kept for a while;
 * that there is none is kept too.
 */
@Startup
@ApplicationScoped
class MetadataDocuments {

    private static final Logger LOG = Logger.getLogger(MetadataDocuments.class);
    private static final int REMEMBERED = 2_000;
    /** Asked for by MCP 2025-03-26, "Server Metadata Discovery"; later revisions do not mind. */
    private static final Map<String, String> HEADERS =
            Map.of("Accept", "application/json", "MCP-Protocol-Version", "2025-11-25");

    private final ProviderHttp http;
    private final AsyncCache<Question, Optional<JSONObject>> documents;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    MetadataDocuments(ProviderHttp http, DiscoveryConfig config) {
        this.http = http;
        this.documents = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfter(Expiry.<Question, Optional<JSONObject>>writing(
                        (question, document) -> document.isPresent() ? config.cacheTime() : config.absentTime()))
                .buildAsync();
    }

    private record Question(URI uri, Map<String, String> headers) {}

    /**
     * The document at {@code uri}; empty when there is none, or it cannot be had now. Blocks.
     *
     * @param headers sent with the request; who sends other headers may get another document
     */
    Optional<JSONObject> at(URI uri, Map<String, String> headers) {
        return documents
                .get(
                        new Question(uri, headers),
                        (question, ignored) -> CompletableFuture.supplyAsync(() -> fetch(question), threads))
                .join();
    }

    /** {@link #at}, but never what was fetched before: for documents that a fresh challenge refers to. */
    Optional<JSONObject> freshAt(URI uri, Map<String, String> headers) {
        documents.synchronous().invalidate(new Question(uri, headers));
        return at(uri, headers);
    }

    private Optional<JSONObject> fetch(Question question) {
        Map<String, String> headers = new LinkedHashMap<>(question.headers());
        headers.putAll(HEADERS);
        try {
            HTTPResponse answer = http.probe(HttpMethod.GET, question.uri(), headers, null);
            return answer.getStatusCode() == 200
                    ? Optional.of(JSONObjectUtils.parse(answer.getBody()))
                    : Optional.empty();
        } catch (IOException | ParseException | TargetNotAllowed e) {
            LOG.debugf("no metadata: url=%s: %s", question.uri(), e.getMessage());
            return Optional.empty();
        }
    }
}
