package org.trunkline.connection.transports;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jboss.logging.Logger;
import reactor.core.publisher.Mono;

/**
 * Where a transport's incoming messages go: answers to raw requests to who waits for them, the rest to the SDK's
 * client.
 */
final class Inbox {

    private static final Logger LOG = Logger.getLogger(Inbox.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final McpJsonMapper sdkJson;
    private final Map<String, Promise<JsonNode>> awaited = new ConcurrentHashMap<>();
    private final Set<Object> expected = ConcurrentHashMap.newKeySet();
    private volatile Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client;
    private volatile Runnable toolsChanged = () -> {};

    Inbox(McpJsonMapper sdkJson) {
        this.sdkJson = sdkJson;
    }

    void deliverTo(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client) {
        this.client = client;
    }

    void onToolsChanged(Runnable told) {
        toolsChanged = told;
    }

    Future<JsonNode> await(String id) {
        Promise<JsonNode> answer = Promise.promise();
        awaited.put(id, answer);
        return answer.future();
    }

    /** Notes that the SDK's client waits for the answer to a request; it is told of it as of every message. */
    void expect(Object id) {
        expected.add(id);
    }

    /** Whether the answer to a request, a raw one or one of the SDK's client, has still to come. */
    boolean isAwaited(Object id) {
        return expected.contains(id) || id instanceof String raw && awaited.containsKey(raw);
    }

    void forget(Object id) {
        expected.remove(id);
        if (id instanceof String raw) {
            awaited.remove(raw);
        }
    }

    void fail(String id, Throwable cause) {
        Promise<JsonNode> answer = awaited.remove(id);
        if (answer != null) {
            answer.tryFail(cause);
        }
    }

    void failAll(Throwable cause) {
        awaited.keySet().forEach(id -> fail(id, cause));
    }

    /**
     * Takes one message, or a batch of them (2025-03-26).
     *
     * @throws TransportException of kind PROTOCOL when it is not JSON
     */
    void receive(String message) {
        JsonNode json = parse(message);
        if (json.isArray()) {
            json.forEach(one -> receive(one, one.toString()));
        } else {
            receive(json, message);
        }
    }

    private void receive(JsonNode json, String message) {
        if (isOfChange(json.path("method").asText())) {
            return;
        }
        String id = json.path("id").textValue();
        if (id != null && !json.has("method")) {
            expected.remove(id);
            if (id.startsWith(LinkTransport.RAW_ID_PREFIX)) {
                Promise<JsonNode> answer = awaited.remove(id);
                if (answer != null) {
                    answer.tryComplete(json);
                }
                return;
            }
        }
        try {
            client.apply(Mono.just(McpSchema.deserializeJsonRpcMessage(sdkJson, message)))
                    .subscribe(ignored -> {}, failure -> LOG.debugf(failure, "message not handled"));
        } catch (IOException | IllegalArgumentException e) {
            throw new TransportException(TransportException.Kind.PROTOCOL, "the answer is no JSON-RPC message", e);
        }
    }

    /** The SDK's client would list everything again for each announcement, also what nobody wants to know. */
    private boolean isOfChange(String method) {
        if (method.equals(McpSchema.METHOD_NOTIFICATION_TOOLS_LIST_CHANGED)) {
            toolsChanged.run();
        }
        return method.startsWith("notifications/") && method.endsWith("/list_changed");
    }

    private static JsonNode parse(String message) {
        try {
            return JSON.readTree(message);
        } catch (JsonProcessingException e) {
            throw new TransportException(TransportException.Kind.PROTOCOL, "the answer is not JSON", e);
        }
    }
}
