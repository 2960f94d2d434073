package org.trunkline.oauth.authorization;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.trunkline.credential.AuthorizationStatus;
import org.trunkline.credential.UserAuthorizations;
import org.trunkline.oauth.values.UserValues;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.SessionScope;

/** Tells how authorizations are without changing or refreshing any. */
@ApplicationScoped
class States {

    private final Authorizations authorizations;
    private final UserValues values;
    private final Duration flowTime;

    States(
            Authorizations authorizations,
            UserValues values,
            @ConfigProperty(name = "trunkline.oauth.flows.time", defaultValue = "15m") Duration flowTime) {
        this.authorizations = authorizations;
        this.values = values;
        this.flowTime = flowTime;
    }

    /** All that is stored of a user. */
    UserAuthorizations of(String user) {
        Map<String, AuthorizationStatus> servers = new TreeMap<>();
        authorizations.of(user).forEach(one -> servers.put(one.server, one.status()));
        return new UserAuthorizations(servers, values.names(user), flowTime.toMillis());
    }

    /** A user's state at each of some servers. */
    Map<String, AuthorizationStatus> of(String user, List<ResolvedServer> visible) {
        Map<String, Authorization> stored = new TreeMap<>();
        authorizations.of(user).forEach(one -> stored.put(one.server, one));
        Map<String, AuthorizationStatus> states = new LinkedHashMap<>();
        visible.forEach(server -> states.put(server.name(), status(server, stored.get(server.name()))));
        return states;
    }

    /** A user's state at a server. */
    AuthorizationStatus of(String user, ResolvedServer server) {
        Optional<Authorization> stored = authorizations.find(user, server.name());
        return status(server, stored.orElse(null));
    }

    private static AuthorizationStatus status(ResolvedServer server, Authorization stored) {
        return stored == null || Boolean.FALSE.equals(server.config().requiresOAuth())
                ? AuthorizationStatus.unknown(
                        SessionScope.of(server.config(), server.source()).oauth())
                : stored.status();
    }
}
