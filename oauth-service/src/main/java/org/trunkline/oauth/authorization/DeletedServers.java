package org.trunkline.oauth.authorization;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.oauth.flows.Flows;
import org.trunkline.oauth.grants.Grants;
import org.trunkline.oauth.values.UserValues;

/** Forgets what belonged to a server: its name may one day be another server's, which must get nothing of it. */
@ApplicationScoped
class DeletedServers {

    private final Flows flows;
    private final Grants grants;
    private final UserValues values;
    private final Authorizations authorizations;

    DeletedServers(Flows flows, Grants grants, UserValues values, Authorizations authorizations) {
        this.flows = flows;
        this.grants = grants;
        this.values = values;
        this.authorizations = authorizations;
    }

    /** Flows first, so that none brings a new grant. */
    void forget(String server) {
        flows.forgetServer(server);
        grants.forgetServer(server);
        values.forgetServer(server);
        authorizations.forgetServer(server);
    }
}
