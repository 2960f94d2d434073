package org.trunkline.oauth.flows;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.trunkline.oauth.discovery.Protection;

/** Which scopes are asked for (MCP 2026-07-28, "Scope Selection Strategy" and "Step-Up Authorization Flow"). */
final class Scopes {

    /** Asks for refresh tokens where the authorization server lists it (MCP 2026-07-28, "Refresh Tokens"). */
    private static final String OFFLINE = "offline_access";

    private Scopes() {}

    /**
     * What the configuration says, else what the server asked for, else what it lists, else what its authorization
     * server lists; in a step-up, that and what was granted before.
     *
     * @param configured null: the configuration says nothing
     * @param granted what the present grant has; empty without one
     * @return null: no scope is asked for
     */
    static String choose(String configured, Protection protection, Set<String> granted) {
        if (configured != null && !configured.isBlank()) {
            return protection.insufficientScope()
                    ? join(split(configured), granted, split(protection.challengedScope()))
                    : configured;
        }
        List<String> listed = listed(protection);
        List<String> wanted = protection.challengedScope() == null ? listed : split(protection.challengedScope());
        String scope = join(granted, wanted);
        boolean offline = scope != null
                && protection.server().scopes() != null
                && protection.server().scopes().contains(OFFLINE);
        return offline ? join(split(scope), List.of(OFFLINE)) : scope;
    }

    /** What a client may ask for: all that is listed, and what it will ask for now; null: nothing in particular. */
    static String toRegister(Protection protection, String chosen) {
        return join(listed(protection), split(chosen));
    }

    /** Whether all of {@code wanted} is in {@code scope}; each separated by blanks and null for none. */
    static boolean covers(String scope, String wanted) {
        return Set.copyOf(split(scope)).containsAll(split(wanted));
    }

    private static List<String> listed(Protection protection) {
        List<String> ofResource = protection.resourceScopes();
        List<String> listed =
                ofResource == null || ofResource.isEmpty() ? protection.server().scopes() : ofResource;
        return listed == null ? List.of() : listed;
    }

    private static List<String> split(String scope) {
        return scope == null || scope.isBlank()
                ? List.of()
                : List.of(scope.strip().split("\\s+"));
    }

    @SafeVarargs
    private static String join(Collection<String>... scopes) {
        Set<String> all = new LinkedHashSet<>();
        for (Collection<String> some : scopes) {
            all.addAll(some);
        }
        return all.isEmpty() ? null : String.join(" ", all);
    }
}
