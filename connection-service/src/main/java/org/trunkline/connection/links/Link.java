package org.trunkline.connection.links;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.trunkline.connection.transports.JsonPiece;
import org.trunkline.connection.transports.LinkTransport;
import org.trunkline.connection.transports.RawMessage;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.connection.transports.UpstreamSession;
import org.trunkline.problem.Problem;
import org.trunkline.tool.ToolDefinition;
import reactor.core.publisher.Mono;

/**
 * The protocol engine under a session: one initialized conversation with one MCP server, in the handshake era. Any
 * number of requests may be under way at a time.
 */
public final class Link {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final String server;
    private final Vertx vertx;
    private final McpAsyncClient client;
    private final LinkTransport transport;
    private final LinkConfig config;
    private final Duration requestTimeout;
    private final String userId;

    private final Definitions definitions;
    private final OutputCheck output;
    private final Tools tools = new Tools(this::offer);
    private volatile Map<String, JsonNode> promises = Map.of();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile PeerTelemetry telemetry;
    private volatile long begun;

    /** @param userId the user whom the server is told with each call; null: nobody */
    Link(
            String server,
            Vertx vertx,
            McpAsyncClient client,
            LinkTransport transport,
            LinkConfig config,
            Duration requestTimeout,
            Definitions definitions,
            OutputCheck output,
            String userId) {
        this.server = server;
        this.vertx = vertx;
        this.userId = userId;
        this.client = client;
        this.transport = transport;
        this.config = config;
        this.requestTimeout = requestTimeout;
        this.definitions = definitions;
        this.output = output;
        transport.onToolsChanged(tools::change);
        transport.lost().onSuccess(reason -> end("session_lost"));
    }

    /** What the server told of itself when the link was opened. */
    public Greeting greeting() {
        return Greeting.of(client.getCurrentInitializationResult());
    }

    /** The server's tools as it lists them now, within the configured bounds. */
    public Uni<List<ToolDefinition>> tools() {
        return listing(Duration.ZERO).map(listing -> listing.offer().tools());
    }

    /**
     * What the server offers, as it said this long ago at most and before no change that it announced, however many ask
     * at once. What is decided by it is decided by what the server really said.
     *
     * @param age zero: it is asked now
     */
    public Uni<Listing> listing(Duration age) {
        return tools.known(age);
    }

    /**
     * From now on every listing is told to {@code watch}, and to nobody who was told before. When the server announces
     * that its tools have changed, they are listed again.
     */
    public void watch(ListingWatch watch) {
        tools.watch(watch);
    }

    /**
     * Calls a tool.
     *
     * @param arguments an object, passed on as it is
     * @return the members of the answer's {@code result} as the server gave them; fails with a {@link Problem}
     */
    public Uni<Map<String, JsonPiece>> callTool(String tool, JsonPiece arguments) {
        return request(Method.CALL_TOOL, tool, (id, trace) -> new ToolCall(tool, arguments).message(id, userId, trace))
                .map(RawMessage::result)
                .invoke(result -> output.check(server, tool, promises.get(tool), result))
                .onFailure()
                .transform(this::problem);
    }

    /** From now on what the link does is measured. */
    void measured(PeerTelemetry peer) {
        begun = System.nanoTime();
        telemetry = peer;
    }

    void listen() {
        transport.listen();
    }

    /** Tells from now on why the server's announcements are not heard, or null when they are again. */
    public void onListening(Consumer<String> watch) {
        transport.onListening(watch);
    }

    /** Completes with the reason when the upstream session has ended for good. */
    public Future<String> lost() {
        return transport.lost();
    }

    /** What the server's process wrote last on its standard error: for those only who may edit the server. */
    public List<String> said() {
        return transport.said();
    }

    Optional<UpstreamSession> upstreamSession() {
        return transport.upstreamSession();
    }

    InitializeResult initialized() {
        return client.getCurrentInitializationResult();
    }

    /**
     * Leaves the upstream session to another link, if it outlives its connections; else ends it. Never fails.
     *
     * @return whether another link can go on with it
     */
    public Uni<Boolean> detach() {
        if (transport.upstreamSession().isEmpty()) {
            return close().replaceWith(false);
        }
        end("");
        transport.detach();
        return Uni.createFrom().item(true);
    }

    /** Ends the upstream session; never fails. */
    public Uni<Void> close() {
        end("");
        return uni(client.closeGracefully().then(transport.closeGracefully()))
                .ifNoItem()
                .after(CLOSE_TIMEOUT)
                .recoverWithItem((Void) null)
                .onFailure()
                .recoverWithNull();
    }

    private void end(String error) {
        tools.end();
        if (ended.compareAndSet(false, true) && telemetry != null) {
            telemetry.ended(error, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private Uni<Offer> offer() {
        return listed().invoke(offer -> promises = output.promises(offer.tools()));
    }

    private Uni<Offer> listed() {
        return Uni.createFrom().deferred(() -> {
            String instructions = client.getServerInstructions();
            return client.getServerCapabilities().tools() == null
                    ? Uni.createFrom().item(definitions.offer(List.of(), instructions, null))
                    : new ToolPages(server, config, definitions, params -> request(Method.LIST_TOOLS, params))
                            .all(instructions)
                            .onFailure()
                            .transform(this::problem);
        });
    }

    private Uni<JsonNode> request(Method method, ObjectNode params) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("jsonrpc", "2.0").put("method", method.word()).set("params", params);
        return request(method, null, (id, trace) -> {
                    if (!trace.isEmpty()) {
                        trace.forEach(params.withObject("/_meta")::put);
                    }
                    return Buffer.buffer(request.put("id", id).toString());
                })
                .map(response -> response.tree().get("result"))
                .onFailure()
                .transform(this::problem);
    }

    private Uni<RawMessage> request(Method method, String tool, BiFunction<Long, Map<String, String>, Buffer> message) {
        long id = transport.nextId();
        return Uni.createFrom()
                .deferred(() -> {
                    Operation operation = telemetry.begin(method, server, tool);
                    return new PendingRequest(vertx, transport, id, requestTimeout, config.longestRequest(), operation)
                            .send(message.apply(id, operation.trace()));
                })
                .invoke(this::requireResult);
    }

    private void requireResult(RawMessage response) {
        if (response.error() != null) {
            throw LinkFailures.refused(server, response.error().tree());
        }
        if (response.result() == null) {
            throw new TransportException(TransportException.Kind.PROTOCOL, "its answer has no result");
        }
    }

    private Throwable problem(Throwable cause) {
        return LinkFailures.problem(server, cause, requestTimeout);
    }

    /** Fails as soon as the upstream session is lost: the SDK's client would go on waiting for its answer. */
    static <T> Uni<T> unlessLost(Uni<T> answer, LinkTransport transport) {
        Uni<T> lost = Uni.createFrom().emitter(emitter -> {
            AtomicReference<UniEmitter<? super T>> waiting = new AtomicReference<>(emitter);
            emitter.onTermination(() -> waiting.set(null));
            transport.lost().onSuccess(reason -> fail(waiting.get(), reason, transport));
        });
        return Uni.combine().any().of(answer, lost);
    }

    private static void fail(UniEmitter<?> waiting, String reason, LinkTransport transport) {
        if (waiting != null) {
            waiting.fail(new TransportException(TransportException.Kind.UNREACHABLE, reason, transport.said()));
        }
    }

    static <T> Uni<T> uni(Mono<T> mono) {
        return Uni.createFrom().completionStage(mono::toFuture);
    }
}
