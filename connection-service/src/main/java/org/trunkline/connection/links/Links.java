package org.trunkline.connection.links;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.json.schema.jackson3.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.trunkline.connection.transports.LinkTransport;
import org.trunkline.connection.transports.RequestAuthorization;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.connection.transports.Transports;
import org.trunkline.problem.Problem;
import org.trunkline.problem.UpstreamFailure;
import org.trunkline.server.ServerConfig;
import tools.jackson.databind.json.JsonMapper;

/** Opens links: connects, initializes, and gives up in time. */
@ApplicationScoped
@RegisterForReflection(targets = McpSchema.class, ignoreNested = false)
public class Links {

    /** The SDK's client has so much more time than we wait: what nobody waits for any more it logs as an error. */
    private static final Duration AFTER_OURS = Duration.ofMinutes(1);

    private final Transports transports;
    private final LinkConfig config;
    private final Vertx vertx;
    private final OutputCheck output;
    private final LinkTelemetry telemetry;
    private final Implementation self;
    private final McpJsonMapper json =
            new JacksonMcpJsonMapper(JsonMapper.builder().build());
    private final JsonSchemaValidator schemas = new DefaultJsonSchemaValidator();
    private final Definitions definitions = new Definitions();

    Links(
            Transports transports,
            LinkConfig config,
            Vertx vertx,
            OutputCheck output,
            LinkTelemetry telemetry,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.transports = transports;
        this.config = config;
        this.vertx = vertx;
        this.output = output;
        this.telemetry = telemetry;
        this.self = Implementation.builder("trunkline", version).build();
    }

    /**
     * Opens a link.
     *
     * @param server with every placeholder filled in
     * @param authorization of its requests
     * @return an initialized link; fails with a {@link Problem}, or a {@link TransportException} when the server
     *     refuses the credential
     */
    public Uni<Link> open(Purpose purpose, ServerConfig server, RequestAuthorization authorization) {
        return open(purpose, server, authorization, Optional.empty());
    }

    /**
     * Opens a link that goes on with another one's conversation, if there was one. Whether the server still knows it
     * shows at the first request.
     */
    public Uni<Link> open(
            Purpose purpose, ServerConfig server, RequestAuthorization authorization, Optional<Resumption> before) {
        Duration initTimeout = orDefault(server.initTimeout(), config.initTimeout());
        return Uni.createFrom()
                .item(() -> transports.create(server, authorization, json))
                .chain(transport -> initialize(purpose, server, transport, initTimeout, before))
                .onFailure(TransportException.class)
                .transform(cause -> LinkFailures.problem(purpose.server(), cause, initTimeout));
    }

    /** How another link can go on with this one's conversation; empty when that ends with its connections. */
    public Optional<Resumption> resumption(Link link) {
        return link.upstreamSession().map(session -> new Resumption(session, text(link.initialized())));
    }

    private Uni<Link> initialize(
            Purpose purpose,
            ServerConfig server,
            LinkTransport transport,
            Duration initTimeout,
            Optional<Resumption> before) {
        String name = purpose.server();
        Duration requestTimeout = orDefault(server.timeout(), config.requestTimeout());
        Duration patience = initTimeout.isZero() ? Duration.ofDays(1) : initTimeout;
        McpAsyncClient client = McpClient.async(
                        before.<McpClientTransport>map(resumption -> resumed(transport, resumption))
                                .orElse(transport))
                .clientInfo(self)
                .initializationTimeout(patience.plus(AFTER_OURS))
                .requestTimeout(patience.plus(AFTER_OURS))
                .jsonSchemaValidator(schemas)
                .build();
        Link link = new Link(
                name,
                vertx,
                client,
                transport,
                config,
                requestTimeout,
                definitions,
                output,
                told(server, purpose.userId()));
        Optional<Operation> handshake = before.isPresent()
                ? Optional.empty()
                : Optional.of(telemetry.of(purpose, server.transport(), null).begin(Method.INITIALIZE, name, null));
        return Link.unlessLost(Link.uni(client.initialize()), transport)
                .ifNoItem()
                .after(patience)
                .fail()
                .onTermination()
                .invoke((initialized, failure, cancelled) -> {
                    PeerTelemetry peer = telemetry.of(purpose, server.transport(), initialized);
                    if (initialized != null) {
                        link.measured(peer);
                    }
                    String error = initialized == null ? OperationErrors.of(failure) : null;
                    handshake.ifPresent(operation -> operation.end(peer, error));
                })
                .map(initialized -> listening(link, initialized))
                .onFailure()
                .transform(cause -> lostWhileOpening(name, LinkFailures.problem(name, cause, initTimeout)))
                .onFailure()
                .call(link::close)
                .onCancellation()
                .call(link::close);
    }

    /**
     * A server that will announce changes is listened to; to others no stream is opened: some hang when asked for it.
     */
    private static Link listening(Link link, InitializeResult initialized) {
        ServerCapabilities capabilities = initialized.capabilities();
        if (capabilities.tools() != null
                && Boolean.TRUE.equals(capabilities.tools().listChanged())) {
            link.listen();
        }
        return link;
    }

    private McpClientTransport resumed(LinkTransport transport, Resumption before) {
        transport.resume(before.session());
        try {
            return new ResumedTransport(transport, json.readValue(before.greeting(), InitializeResult.class));
        } catch (IOException e) {
            throw new IllegalStateException("a server's greeting is not stored as it was", e);
        }
    }

    private String text(InitializeResult greeting) {
        try {
            return json.writeValueAsString(greeting);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A session that is lost before it is open was never there. */
    private static Throwable lostWhileOpening(String name, Throwable problem) {
        return problem instanceof TransportException lost && lost.kind() == TransportException.Kind.SESSION_LOST
                ? UpstreamFailure.unreachable(name, lost.getMessage(), lost)
                : problem;
    }

    private static String told(ServerConfig server, String userId) {
        return Boolean.FALSE.equals(server.forwardUserId()) ? null : userId;
    }

    private static Duration orDefault(Long milliseconds, Duration otherwise) {
        return milliseconds == null ? otherwise : Duration.ofMillis(milliseconds);
    }
}
