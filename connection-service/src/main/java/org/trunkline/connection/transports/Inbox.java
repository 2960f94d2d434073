package org.trunkline.connection.transports;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
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
    private static final String PROGRESS = "notifications/progress";

    /** Most sessions are idle, or have one request under way. */
    static final int FEW = 1;

    private final McpJsonMapper sdkJson;
    private final Map<Object, Waiting> awaited = new ConcurrentHashMap<>(FEW);
    private final Map<Object, Object> expected = new ConcurrentHashMap<>(FEW);
    private volatile Throwable ended;
    private volatile Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client;
    private volatile Runnable toolsChanged = () -> {};

    private record Waiting(Promise<RawMessage> answer, Runnable progressed) {}

    Inbox(McpJsonMapper sdkJson) {
        this.sdkJson = sdkJson;
    }

    void deliverTo(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client) {
        this.client = client;
    }

    void onToolsChanged(Runnable told) {
        toolsChanged = told;
    }

    /**
     * Waits for the answer to a raw request.
     *
     * @param progressed is run at each progress that the server reports of it
     */
    Future<RawMessage> await(long id, Runnable progressed) {
        Promise<RawMessage> answer = Promise.promise();
        awaited.put(id, new Waiting(answer, progressed));
        if (ended != null) {
            fail(id, ended);
        }
        return answer.future();
    }

    /**
     * Notes that the SDK's client waits for the answer to a request.
     *
     * @param its the id that the client knows it by
     */
    void expect(long id, Object its) {
        expected.put(id, its);
    }

    /** Whether the answer to a request, a raw one or one of the SDK's client, has still to come. */
    boolean isAwaited(Object id) {
        return awaited.containsKey(id) || expected.containsKey(id);
    }

    /** Stops waiting for an answer; tells whether it had still to come. */
    boolean forget(Object id) {
        return awaited.remove(id) != null || expected.remove(id) != null;
    }

    void fail(Object id, Throwable cause) {
        Waiting waiting = awaited.remove(id);
        if (waiting != null) {
            waiting.answer().tryFail(cause);
        }
    }

    /** No answer comes any more. */
    void end(Throwable cause) {
        ended = cause;
        awaited.keySet().forEach(id -> fail(id, cause));
    }

    /**
     * Takes one message, or a batch of them.
     *
     * @throws TransportException of kind PROTOCOL when it is not JSON, or no message
     */
    void receive(byte[] text) {
        RawMessage.read(text).forEach(this::receive);
    }

    private void receive(RawMessage message) {
        if (isOfChange(message.method())) {
            return;
        }
        if (message.isResponse()) {
            answered(message);
            return;
        }
        if (PROGRESS.equals(message.method())) {
            progressed(message);
        }
        tellClient(parsed(message));
    }

    /** What nobody waits for any more is nobody's. */
    private void answered(RawMessage response) {
        Long id = number(response.id());
        Waiting waiting = awaited.remove(id);
        if (waiting != null) {
            waiting.answer().tryComplete(response);
            return;
        }
        Object its = expected.remove(id);
        if (its != null && parsed(response) instanceof JSONRPCResponse answer) {
            tellClient(new JSONRPCResponse(answer.jsonrpc(), its, answer.result(), answer.error()));
        }
    }

    /** A raw request's progress token is its id. */
    private void progressed(RawMessage notification) {
        String token = notification.tree().path("params").path("progressToken").asText();
        Waiting waiting = awaited.get(number(token));
        if (waiting != null) {
            waiting.progressed().run();
        }
    }

    private void tellClient(JSONRPCMessage message) {
        client.apply(Mono.just(message))
                .subscribe(ignored -> {}, failure -> LOG.debugf(failure, "message not handled"));
    }

    private JSONRPCMessage parsed(RawMessage message) {
        try {
            return McpSchema.deserializeJsonRpcMessage(sdkJson, message.whole().toString());
        } catch (IOException | IllegalArgumentException e) {
            throw new TransportException(TransportException.Kind.PROTOCOL, "the answer is no JSON-RPC message", e);
        }
    }

    /** Some servers give a number back as a string. Zero is the id of none of ours. */
    private static Long number(String id) {
        try {
            return Long.valueOf(id);
        } catch (NumberFormatException notOurs) {
            return 0L;
        }
    }

    /** The SDK's client would list everything again for each announcement, also what nobody wants to know. */
    private boolean isOfChange(String method) {
        if (McpSchema.METHOD_NOTIFICATION_TOOLS_LIST_CHANGED.equals(method)) {
            toolsChanged.run();
        }
        return method != null && method.startsWith("notifications/") && method.endsWith("/list_changed");
    }
}
