package org.trunkline.connection.transports;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.ProtocolVersions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.jboss.logging.Logger;
import org.trunkline.connection.transports.TransportException.Kind;
import reactor.core.publisher.Mono;

/**
 * Carries JSON-RPC messages between one link and its MCP server. The MCP SDK's client speaks through it for handshake,
 * lists and listening; requests whose answer is handed on as it came travel beside the client on the same upstream
 * session.
 */
public abstract sealed class LinkTransport implements McpClientTransport
        permits SseTransport, StdioTransport, StreamableHttpTransport, WebSocketTransport {

    private static final Logger LOG = Logger.getLogger(LinkTransport.class);

    /** The protocol versions of the handshake era, oldest first: the last is asked for, any may be agreed on. */
    private static final List<String> HANDSHAKE_VERSIONS = List.of(
            ProtocolVersions.MCP_2024_11_05,
            ProtocolVersions.MCP_2025_03_26,
            ProtocolVersions.MCP_2025_06_18,
            ProtocolVersions.MCP_2025_11_25);

    final McpJsonMapper json;
    final Inbox inbox;
    private final Promise<String> lost = Promise.promise();

    /**
     * Begins anywhere: an upstream session that is gone on with has seen the ids of another transport. What fits 32
     * bits is a number to every server.
     */
    private final AtomicLong requests =
            new AtomicLong(ThreadLocalRandom.current().nextLong(1L << 30));

    LinkTransport(McpJsonMapper json) {
        this.json = json;
        this.inbox = new Inbox(json);
    }

    /**
     * The id of the next request. Ids are numbers, those of the SDK's client too while they are on their way: there are
     * bridges that can't hand anything else on (supergateway, from WebSocket to stdio).
     */
    public final long nextId() {
        return requests.incrementAndGet();
    }

    /**
     * Sends a request beside the SDK's client.
     *
     * @param id of the request, from {@link #nextId}; also its progress token, if it has one
     * @param message the whole JSON-RPC request
     * @param progressed is run at each progress that the server reports
     * @return the whole JSON-RPC response; fails with a {@link TransportException}
     */
    public Future<RawMessage> request(long id, Buffer message, Runnable progressed) {
        Future<RawMessage> answer = inbox.await(id, progressed);
        send(message).onFailure(cause -> {
            inbox.fail(id, cause);
            noticeLoss(cause);
        });
        return answer;
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.create(sink -> encode(numbered(message))
                .compose(this::send)
                .onFailure(this::noticeLoss)
                .onComplete(sent -> sink.success(), sink::error));
    }

    /**
     * A request of the SDK's client with an id of ours, under which its answer is expected; others are left as they
     * are.
     */
    final JSONRPCMessage numbered(JSONRPCMessage message) {
        if (message instanceof JSONRPCRequest request) {
            long id = nextId();
            inbox.expect(id, request.id());
            return new JSONRPCRequest(request.jsonrpc(), request.method(), id, request.params());
        }
        return message;
    }

    /** Sends one message; its answer, if it gets one, comes to the inbox. */
    abstract Future<Void> send(Buffer message);

    /** What a message that was not sent says of the session, after who waited for its answer was told. */
    void noticeLoss(Throwable unsent) {}

    /** Stops waiting for the answer to a request and frees what it holds; nothing happens when it was answered. */
    public void forget(long id) {
        inbox.forget(id);
    }

    /**
     * Gives up a request that is not answered yet, and tells the server so (MCP 2025-11-25, "Cancellation").
     *
     * @param why in words, for the server
     */
    public final void abandon(long id, String why) {
        ObjectNode notification =
                JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0").put("method", "notifications/cancelled");
        notification.putObject("params").put("requestId", id).put("reason", why);
        forget(id);
        send(Buffer.buffer(notification.toString()));
    }

    /**
     * Begins to listen for what the server announces by itself, where that takes a stream of its own; comes back at
     * once and never fails: some servers offer none.
     */
    public void listen() {}

    /**
     * Tells from now on when that stream is not open though it should be, and when it is again.
     *
     * @param watch is told why it is not open; null when it is
     */
    public void onListening(Consumer<String> watch) {}

    /** Has {@code told} run whenever the server says that its tools have changed. */
    public final void onToolsChanged(Runnable told) {
        inbox.onToolsChanged(told);
    }

    /** The upstream session, if it outlives its connections, so that another transport can go on with it. */
    public Optional<UpstreamSession> upstreamSession() {
        return Optional.empty();
    }

    /**
     * Goes on with an upstream session that another transport began; before anything is sent.
     *
     * @throws IllegalStateException when this kind of transport has none that outlives its connections
     */
    public void resume(UpstreamSession begun) {
        throw new IllegalStateException(
                "an upstream session cannot be resumed over " + getClass().getSimpleName());
    }

    /** Leaves the upstream session to another transport; only for one that outlives its connections. */
    public void detach() {}

    /** Completes with the reason when the upstream session has ended for good. */
    public final Future<String> lost() {
        return lost.future();
    }

    /** What the server's process wrote last on its standard error; nothing where the server is no process. */
    public List<String> said() {
        return List.of();
    }

    @Override
    public final List<String> protocolVersions() {
        return HANDSHAKE_VERSIONS;
    }

    @Override
    public final <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    final Future<Buffer> encode(JSONRPCMessage message) {
        try {
            return Future.succeededFuture(Buffer.buffer(json.writeValueAsBytes(message)));
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
    }

    /** Takes what came over a stream of messages: something else in it is not the end of the session. */
    final void receive(byte[] message) {
        try {
            inbox.receive(message);
        } catch (TransportException e) {
            LOG.debugf("what a server sent is no message: %s", e.getMessage());
        }
    }

    final void lose(String reason) {
        lost.tryComplete(reason);
    }

    /**
     * The upstream session has ended: it is lost before those whose requests are under way are told, who may try
     * another.
     */
    final void end(String reason) {
        end(new TransportException(Kind.UNREACHABLE, reason));
    }

    final void end(TransportException reason) {
        lose(reason.getMessage());
        inbox.end(reason);
    }
}
