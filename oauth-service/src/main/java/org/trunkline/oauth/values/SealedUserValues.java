package org.trunkline.oauth.values;

import jakarta.inject.Singleton;

import org.trunkline.oauth.secrets.SealedField;

/** Users' values, for the rotation of keys. */
@Singleton
class SealedUserValues extends SealedField {

    SealedUserValues(UserValueStore store) {
        super(store.mongoCollection(), "sealed", id -> id);
    }
}
