package org.trunkline.oauth.flows;

import jakarta.inject.Singleton;

import org.trunkline.oauth.secrets.SealedField;

/** What flows keep secret, for the rotation of keys. */
@Singleton
class SealedFlows extends SealedField {

    SealedFlows(FlowStore store) {
        super(store.mongoCollection(), "secrets", FlowSecrets::place);
    }
}
