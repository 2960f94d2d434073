package org.trunkline.local.identity;

import java.net.URI;
import java.util.List;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** What the demo identity provider serves below its issuer's URL. */
final class Endpoints {

    private static final int MAX_FORM_BYTES = 16 * 1024;

    private final URI issuer;
    private final SigningKey key;
    private final TokenMint mint;
    private final TokenEndpoint tokens;

    Endpoints(URI issuer, SigningKey key, TokenMint mint, ServiceClients clients) {
        this.issuer = issuer;
        this.key = key;
        this.mint = mint;
        this.tokens = new TokenEndpoint(below("/token"), mint, clients.secrets());
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.get("/.well-known/openid-configuration")
                .handler(context -> json(context, metadata().toString()));
        router.get("/jwks").handler(context -> json(context, key.publicKeys()));
        router.get("/token/:user").handler(this::userToken);
        router.post("/token")
                .handler(BodyHandler.create(false).setBodyLimit(MAX_FORM_BYTES))
                .handler(tokens::handle);
        return router;
    }

    private OIDCProviderMetadata metadata() {
        OIDCProviderMetadata metadata =
                new OIDCProviderMetadata(new Issuer(issuer), List.of(SubjectType.PUBLIC), below("/jwks"));
        metadata.setTokenEndpointURI(below("/token"));
        metadata.setTokenEndpointAuthMethods(
                List.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.CLIENT_SECRET_POST));
        metadata.setGrantTypes(List.of(GrantType.CLIENT_CREDENTIALS));
        metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.RS256));
        metadata.setClaims(List.of("sub", "name", "preferred_username", "email", "role", "groups"));
        return metadata;
    }

    private void userToken(RoutingContext context) {
        String id = context.pathParam("user");
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        DemoUser.named(id)
                .ifPresentOrElse(
                        user -> context.end(mint.userToken(user, claims -> {})),
                        () -> context.response()
                                .setStatusCode(404)
                                .end("no such user; there are " + String.join(", ", DemoUser.ids()) + "\n"));
    }

    private URI below(String path) {
        return URI.create(issuer + path);
    }

    private static void json(RoutingContext context, String body) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        context.end(body);
    }
}
