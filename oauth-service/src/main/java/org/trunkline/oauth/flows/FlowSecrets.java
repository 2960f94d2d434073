package org.trunkline.oauth.flows;

import java.net.URI;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.trunkline.oauth.grants.GrantOrigin;
import org.trunkline.secret.SecretBox;

/**
 * What a flow needs when its user comes back, stored sealed and bound to the flow. {@link #toString()} shows none of
 * it.
 *
 * @param authorizationUrl where the user consents
 * @param verifier of PKCE (RFC 7636)
 * @param issuer that the authorization server must name itself by (RFC 9207); null when it is not known
 * @param issRequired whether it must name itself at all
 */
@RegisterForReflection(targets = {FlowSecrets.class, GrantOrigin.class})
record FlowSecrets(
        URI authorizationUrl, String verifier, URI redirect, String issuer, boolean issRequired, GrantOrigin origin) {

    String seal(String flow, SecretBox box, ObjectMapper json) {
        try {
            return box.seal(json.writeValueAsString(this), place(flow));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the secrets of a flow cannot be written");
        }
    }

    static FlowSecrets open(Flow flow, SecretBox box, ObjectMapper json) {
        try {
            return json.readValue(box.open(flow.secrets, place(flow.id)), FlowSecrets.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the secrets of a flow cannot be read");
        }
    }

    static String place(String flow) {
        return "flow:" + flow;
    }

    @Override
    public String toString() {
        return "FlowSecrets[" + origin + "]";
    }
}
