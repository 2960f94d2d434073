package org.trunkline.oauth.authorization;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trunkline.credential.CredentialRequest;
import org.trunkline.identity.Caller;
import org.trunkline.oauth.flows.FlowOrder;
import org.trunkline.oauth.grants.GrantOrder;
import org.trunkline.placeholder.PlaceholderValues;
import org.trunkline.placeholder.Placeholders;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.SessionScope;

/**
 * Whose credential for what: a user, and a server with its placeholders filled for that user. Holds secrets:
 * {@link #toString()} shows none.
 *
 * @param server as it is stored
 * @param filled the same with the user's id, role and values, all that is known of the user here
 * @param values the user's values of the server's variables
 */
record Subject(CredentialRequest request, ResolvedServer server, ResolvedServer filled, Map<String, String> values) {

    private static final Placeholders PLACEHOLDERS = new Placeholders(Clock.systemUTC());

    static Subject of(CredentialRequest request, ResolvedServer server, Map<String, String> values) {
        Set<String> groups = request.groups() == null ? Set.of() : request.groups();
        Caller caller = new Caller(
                request.user(), null, null, null, request.role(), groups, Map.of(), request.userToken(), null);
        ResolvedServer filled = new ResolvedServer(
                server.name(),
                server.source(),
                server.id(),
                PLACEHOLDERS.expand(server.config(), PlaceholderValues.of(server.source(), caller, values)),
                server.permissions(),
                server.revision());
        return new Subject(request, server, filled, values);
    }

    /** Whether a token for Microsoft Graph goes to the server. */
    boolean wantsGraphToken() {
        return Placeholders.wantGraphToken(server.config(), server.source());
    }

    /** The same with that token. */
    Subject withGraphToken(String token) {
        Map<String, String> more = new HashMap<>(values);
        more.put(Placeholders.GRAPH_TOKEN, token);
        return of(request, server, more);
    }

    /** Whether the configuration says that users sign in, or are signed in for. */
    boolean declaresAuthorization() {
        return SessionScope.of(server.config(), server.source()).oauth()
                || server.config().obo() != null;
    }

    /** Whether the configuration says that nobody signs in, whatever the server answers. */
    boolean refusesAuthorization() {
        return Boolean.FALSE.equals(server.config().requiresOAuth());
    }

    /** The values that the user has still to give before anything can be dialled. */
    List<String> missingValues() {
        return server.config().missingUserValues(values);
    }

    GrantOrder grantOrder() {
        return new GrantOrder(request.user(), filled, request.userToken());
    }

    FlowOrder flowOrder(List<String> authenticate, Set<String> grantedScopes) {
        return new FlowOrder(
                request.user(),
                request.role(),
                request.groups() == null ? Set.of() : request.groups(),
                filled,
                authenticate,
                grantedScopes);
    }

    @Override
    public String toString() {
        return "Subject[" + request.user() + ", " + server.name() + "]";
    }
}
