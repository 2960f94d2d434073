package org.trunkline.oauth.flows;

import java.net.URI;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import org.jboss.logging.Logger;
import org.trunkline.oauth.clients.ClientProofs;
import org.trunkline.oauth.clients.Clients;
import org.trunkline.oauth.grants.GrantOrigin;
import org.trunkline.oauth.grants.Grants;
import org.trunkline.oauth.grants.TokenAnswer;
import org.trunkline.oauth.grants.TokenEndpoint;

/** Exchanges the code of a flow for tokens (RFC 6749 section 4.1.3) and ends the flow by what comes of it. */
@ApplicationScoped
class CodeExchange {

    private static final Logger LOG = Logger.getLogger(CodeExchange.class);

    private final Flows flows;
    private final TokenEndpoint tokens;
    private final Grants grants;
    private final Clients clients;

    CodeExchange(Flows flows, TokenEndpoint tokens, Grants grants, Clients clients) {
        this.flows = flows;
        this.tokens = tokens;
        this.grants = grants;
        this.clients = clients;
    }

    /** For the one who claimed the flow. The flow ends well only after the grant is stored. */
    void finish(Flow flow, String code) {
        try {
            FlowSecrets secrets = flows.secrets(flow);
            switch (tokens.send(
                    () -> request(secrets, code),
                    secrets.origin().headers(),
                    secrets.origin().dpopKey())) {
                case TokenAnswer.Granted granted -> store(flow, granted, secrets.origin());
                case TokenAnswer.Refused refused -> refuse(flow, refused, secrets.origin());
                case TokenAnswer.Failed failed -> flows.end(flow, FlowStatus.FAILED, failed.reason());
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "flow failed: flow=%s", flow.id);
            flows.end(flow, FlowStatus.FAILED, "The tokens could not be got or stored");
        }
    }

    /** Who cancelled the flow or uninstalled the server while the code was exchanged does not want the grant. */
    private void store(Flow flow, TokenAnswer.Granted granted, GrantOrigin origin) {
        grants.store(flow.userId, flow.server, granted.tokens(), origin);
        if (!flows.end(flow, FlowStatus.COMPLETED, null)) {
            grants.revoke(flow.userId, flow.server);
        }
    }

    private void refuse(Flow flow, TokenAnswer.Refused refused, GrantOrigin origin) {
        if (refused.isOfClient()) {
            clients.rejected(origin.client());
        }
        flows.end(flow, FlowStatus.FAILED, "The authorization server refused the code: " + refused.summary());
    }

    private static TokenRequest request(FlowSecrets secrets, String code) {
        GrantOrigin origin = secrets.origin();
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code), secrets.redirect(), new CodeVerifier(secrets.verifier()));
        TokenRequest.Builder request = ClientProofs.of(origin.client(), origin.tokenEndpoint())
                .map(proof -> new TokenRequest.Builder(origin.tokenEndpoint(), proof, grant))
                .orElseGet(() -> new TokenRequest.Builder(
                        origin.tokenEndpoint(), new ClientID(origin.client().id()), grant));
        if (origin.resource() != null) {
            request.resource(URI.create(origin.resource()));
        }
        return request.build();
    }
}
