package org.trunkline.oauth.clients;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.quarkus.mongodb.panache.PanacheMongoRepositoryBase;
import org.trunkline.oauth.discovery.Unusable;

/**
 * Keeps a client that somebody entered without naming its issuer to the first one: an MCP server that later names
 * another authorization server does not get the secret (MCP 2026-07-28, "Authorization Server Binding").
 */
@ApplicationScoped
class ClientPins implements PanacheMongoRepositoryBase<ClientPin, String> {

    /** @throws Unusable when what was entered belongs to another issuer */
    void check(String server, String clientId, String revision, String issuer) {
        Optional<ClientPin> pinned = findByIdOptional(server)
                .filter(pin -> clientId.equals(pin.clientId)
                        && String.valueOf(revision).equals(pin.revision));
        if (pinned.isPresent() && !issuer.equals(pinned.get().issuer)) {
            throw new Unusable("The client " + clientId + " belongs to the authorization server " + pinned.get().issuer
                    + ", but the MCP server now names " + issuer + ". If that is right, enter the client anew");
        }
    }

    /** From now on what was entered belongs to that issuer. */
    void keep(String server, String clientId, String revision, String issuer) {
        check(server, clientId, revision, issuer);
        ClientPin pin = new ClientPin();
        pin.server = server;
        pin.clientId = clientId;
        pin.revision = String.valueOf(revision);
        pin.issuer = issuer;
        mongoCollection().replaceOne(Filters.eq("_id", server), pin, new ReplaceOptions().upsert(true));
    }
}
