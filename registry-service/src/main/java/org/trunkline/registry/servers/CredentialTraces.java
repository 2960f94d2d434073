package org.trunkline.registry.servers;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

import org.bson.types.ObjectId;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.trunkline.neighbours.OauthClient;

/** What oauth-service keeps for a deleted server: its users' grants and values, flows, clients. */
@ApplicationScoped
@Priority(20)
class CredentialTraces implements Traces {

    private final OauthClient credentials;

    CredentialTraces(@RestClient OauthClient credentials) {
        this.credentials = credentials;
    }

    @Override
    public void erase(ObjectId id, String name) {
        credentials.forgetServer(name).await().indefinitely();
    }
}
