package org.trunkline.oauth.flows;

import java.net.URI;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import org.trunkline.oauth.clients.Client;
import org.trunkline.oauth.clients.ClientOrder;
import org.trunkline.oauth.clients.Clients;
import org.trunkline.oauth.clients.PublicUrl;
import org.trunkline.oauth.discovery.AuthorizationServer;
import org.trunkline.oauth.discovery.Discovery;
import org.trunkline.oauth.discovery.Inquiry;
import org.trunkline.oauth.discovery.Protection;
import org.trunkline.oauth.discovery.Unusable;
import org.trunkline.oauth.grants.DpopKeys;
import org.trunkline.oauth.grants.GrantOrigin;
import org.trunkline.server.OAuthSettings;
import org.trunkline.server.ResolvedServer;

/** Works out what a user has to be asked, where, and as which client. */
@ApplicationScoped
class FlowPlans {

    private final Discovery discovery;
    private final Clients clients;
    private final PublicUrl publicUrl;

    FlowPlans(Discovery discovery, Clients clients, PublicUrl publicUrl) {
        this.discovery = discovery;
        this.clients = clients;
        this.publicUrl = publicUrl;
    }

    /** A flow before it is stored. */
    record Plan(State state, String scope, FlowSecrets secrets) {}

    /** @throws Unusable when there can be no flow, saying why */
    Plan plan(FlowOrder order) {
        ResolvedServer server = order.server();
        OAuthSettings settings = server.config().oauth();
        Protection protection = discovery.find(Inquiry.of(server.config(), order.authenticate()), found -> {
            CodeChallenges.check(found, settings);
            clients.check(server, found);
        });
        String scope = Scopes.choose(settings == null ? null : settings.scope(), protection, order.grantedScopes());
        Client client = clients.of(new ClientOrder(server, protection.server(), Scopes.toRegister(protection, scope)));
        return plan(server, protection.server(), origin(server, protection, client, scope));
    }

    private Plan plan(ResolvedServer server, AuthorizationServer authorizationServer, GrantOrigin origin) {
        State state = States.fresh();
        CodeVerifier verifier = new CodeVerifier();
        URI redirect = publicUrl.redirect(server.name());
        AuthorizationRequest.Builder request = new AuthorizationRequest.Builder(
                        ResponseType.CODE, new ClientID(origin.client().id()))
                .endpointURI(authorizationServer.authorizationEndpoint())
                .redirectionURI(redirect)
                .state(state)
                .codeChallenge(verifier, CodeChallengeMethod.S256);
        if (origin.requestedScope() != null) {
            request.scope(Scope.parse(origin.requestedScope()));
        }
        if (origin.resource() != null) {
            request.resource(URI.create(origin.resource()));
        }
        if (origin.audience() != null) {
            request.customParameter("audience", origin.audience());
        }
        FlowSecrets secrets = new FlowSecrets(
                request.build().toURI(),
                verifier.getValue(),
                redirect,
                authorizationServer.issuer(),
                authorizationServer.issInCallback(),
                origin);
        return new Plan(state, origin.requestedScope(), secrets);
    }

    private static GrantOrigin origin(ResolvedServer server, Protection protection, Client client, String scope) {
        OAuthSettings settings = server.config().oauth();
        AuthorizationServer authorizationServer = protection.server();
        boolean sendResource = settings == null || !Boolean.FALSE.equals(settings.sendResourceParameter());
        return new GrantOrigin(
                server.config().url(),
                authorizationServer.name(),
                authorizationServer.tokenEndpoint(),
                authorizationServer.revocationEndpoint(),
                authorizationServer.revocationAuthenticationMethods(),
                client,
                sendResource ? protection.resource() : null,
                settings == null ? null : settings.audience(),
                settings == null || !Boolean.FALSE.equals(settings.forwardAudienceOnRefresh()),
                scope,
                server.config().oauthHeaders(),
                DpopKeys.of(protection));
    }
}
