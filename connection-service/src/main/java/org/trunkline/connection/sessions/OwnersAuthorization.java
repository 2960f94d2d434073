package org.trunkline.connection.sessions;

import java.util.Map;

import org.trunkline.connection.members.Claim;
import org.trunkline.connection.transports.RequestAuthorization;

/** Lets requests of a session leave only while this replica owns it. */
record OwnersAuthorization(RequestAuthorization credential, Claim claim) implements RequestAuthorization {

    @Override
    public Map<String, String> headers(String method, String url) {
        return credential.headers(method, url);
    }

    @Override
    public void nonce(String nonce) {
        credential.nonce(nonce);
    }

    @Override
    public void require() {
        claim.require();
    }
}
