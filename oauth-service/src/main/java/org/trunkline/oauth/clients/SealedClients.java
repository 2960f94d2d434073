package org.trunkline.oauth.clients;

import jakarta.inject.Singleton;

import org.trunkline.oauth.secrets.SealedField;

/** The secrets of registered clients, for the rotation of keys. */
@Singleton
class SealedClients extends SealedField {

    SealedClients(ClientStore store) {
        super(store.mongoCollection(), "secret", StoredClient::place);
    }
}
