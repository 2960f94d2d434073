package org.trunkline.local.identity;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import com.nimbusds.oauth2.sdk.auth.Secret;
import org.trunkline.local.Service;

/** The OAuth clients of the demo identity provider: each service with a secret of its own, new at each start. */
record ServiceClients(Map<String, Secret> secrets) {

    static ServiceClients withNewSecrets() {
        return new ServiceClients(
                Arrays.stream(Service.values()).collect(Collectors.toMap(Service::id, service -> new Secret())));
    }

    String secretOf(String client) {
        Secret secret = secrets.get(client);
        if (secret == null) {
            throw new IllegalArgumentException("no such client: " + client);
        }
        return secret.getValue();
    }
}
