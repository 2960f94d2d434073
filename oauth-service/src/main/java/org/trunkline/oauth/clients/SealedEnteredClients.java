package org.trunkline.oauth.clients;

import jakarta.inject.Singleton;

import org.trunkline.oauth.secrets.SealedField;

/** The secrets of entered clients, for the rotation of keys. */
@Singleton
class SealedEnteredClients extends SealedField {

    SealedEnteredClients(EnteredClientStore store) {
        super(store.mongoCollection(), "secret", EnteredClient::place);
    }
}
