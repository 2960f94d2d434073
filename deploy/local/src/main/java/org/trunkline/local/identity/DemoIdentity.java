package org.trunkline.local.identity;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

import com.nimbusds.jwt.JWTClaimsSet;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import org.trunkline.local.loopback.LoopbackServer;

/**
 * An OpenID provider for the local run and for tests: it gives anybody who asks a token of alice, bob (users) or carol
 * (administrator), and the services their client-credentials tokens. Never for more than a machine of one's own.
 */
public final class DemoIdentity implements AutoCloseable {

    /** Where it is below the origin that serves it. */
    public static final String PATH = "/demo";

    private final URI issuer;
    private final SigningKey key;
    private final ServiceClients clients;
    private final TokenMint mint;
    private final Runnable end;

    private DemoIdentity(URI origin, SigningKey key, ServiceClients clients, Runnable end) {
        this.issuer = URI.create(origin + PATH);
        this.key = key;
        this.clients = clients;
        this.mint = new TokenMint(issuer, key);
        this.end = end;
    }

    /** A provider that another server shows at {@code origin}{@value #PATH} by {@link #site}; its key is in a file. */
    public static DemoIdentity at(URI origin, Path keyFile) {
        return new DemoIdentity(origin, SigningKey.in(keyFile), ServiceClients.withNewSecrets(), () -> {});
    }

    /** A provider that serves itself on a free port, with a new key. */
    public static DemoIdentity start() {
        SigningKey key = SigningKey.fresh();
        ServiceClients clients = ServiceClients.withNewSecrets();
        LoopbackServer server = LoopbackServer.start(
                0, (vertx, port) -> new DemoIdentity(origin(port), key, clients, () -> {}).site(vertx));
        return new DemoIdentity(origin(server.port()), key, clients, server::close);
    }

    private static URI origin(int port) {
        return URI.create("http://localhost:" + port);
    }

    /** The requests to {@value #PATH} and below. */
    public Handler<HttpServerRequest> site(Vertx vertx) {
        Router site = Router.router(vertx);
        site.route(PATH + "/*").subRouter(new Endpoints(issuer, key, mint, clients).router(vertx));
        return site;
    }

    /** The issuer of its tokens. */
    public String issuer() {
        return issuer.toString();
    }

    /** A token of alice, bob or carol. */
    public String token(String user) {
        return token(user, claims -> {});
    }

    /** A token of that user with other claims: expired, for another audience, of another subject … */
    public String token(String user, Consumer<JWTClaimsSet.Builder> change) {
        DemoUser known = DemoUser.named(user).orElseThrow(() -> new IllegalArgumentException("no such user: " + user));
        return mint.userToken(known, change);
    }

    /** A token that a service calls another one with. */
    public String serviceToken(String service) {
        return serviceToken(service, claims -> {});
    }

    /** A token of that service with other claims. */
    public String serviceToken(String service, Consumer<JWTClaimsSet.Builder> change) {
        return mint.serviceToken(service, TokenMint.SERVICE_AUDIENCE, change);
    }

    /** What that service authenticates with at the token endpoint. */
    public String clientSecret(String service) {
        return clients.secretOf(service);
    }

    /** Ends the server, if it has one of its own. */
    @Override
    public void close() {
        end.run();
    }
}
