package org.trunkline.placeholder;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;
import org.trunkline.server.UserVariable;

/**
 * Decides which values one server's configuration may have: a managed server only those of the variables that it
 * declares itself, so that a user who writes a configuration learns nothing of the operator or of other users.
 *
 * @param declared the variables that users supply values of
 * @param header whether the text becomes an HTTP header
 */
record ServerValues(PlaceholderValues values, Set<String> declared, IdentityValues identity, boolean header)
        implements Template.Values {

    /** LibreChat's own secrets: what an operator never means to send to an MCP server. */
    private static final Set<String> NEVER = Set.of(
            "JWT_SECRET",
            "JWT_REFRESH_SECRET",
            "CREDS_KEY",
            "CREDS_IV",
            "MEILI_MASTER_KEY",
            "MONGO_URI",
            "REDIS_URI",
            "REDIS_PASSWORD");

    /** Before the names of Trunkline's own settings, secrets among them. */
    private static final List<String> NEVER_BEFORE = List.of("TRUNKLINE_", "QUARKUS_");

    /** Names that no user's variable can take. */
    private static final String RESERVED = "LIBRECHAT_";

    static ServerValues of(ServerConfig config, PlaceholderValues values, Clock clock) {
        Map<String, UserVariable> declared = config.customUserVars() == null ? Map.of() : config.customUserVars();
        IdentityValues identity = new IdentityValues(values.caller(), values.body(), clock);
        return new ServerValues(values, declared.keySet(), identity, false);
    }

    ServerValues forHeaders() {
        return new ServerValues(values, declared, identity, true);
    }

    /** The operator's variables only, as for what belongs to the operator alone. */
    ServerValues environmentOnly() {
        return new ServerValues(values, Set.of(), new IdentityValues(null, null, identity.clock()), false);
    }

    boolean isManaged() {
        return values.source() == ServerSource.MANAGED;
    }

    @Override
    public String environment(String name) {
        if (isManaged() || NEVER.contains(name) || NEVER_BEFORE.stream().anyMatch(name::startsWith)) {
            return null;
        }
        String value = values.environment().apply(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private String graphToken() {
        return identity.caller() == null ? null : values.userValues().get(Placeholders.GRAPH_TOKEN);
    }

    @Override
    public String named(String name) {
        if (!name.startsWith(RESERVED)) {
            return declared.contains(name) ? values.userValues().get(name) : null;
        }
        if (isManaged()) {
            return null;
        }
        return name.equals(Placeholders.GRAPH_TOKEN) ? graphToken() : identity.value(name, header);
    }
}
