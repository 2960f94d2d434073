package org.trunkline.registry.form;

import java.util.Optional;
import java.util.Set;

/** Which names a server can have, given that a name is one segment of a URL's path. */
public final class PathNames {

    /**
     * Segments that routes beside {@code /api/mcp/{server}} or {@code /api/mcp/servers/{server}} begin with, or are to
     * begin with.
     */
    public static final Set<String> RESERVED = Set.of(
            "servers",
            "tools",
            "oauth",
            "connection",
            "mcp",
            "import",
            "instructions",
            "export",
            "admin",
            "apps",
            "events",
            "interactions",
            "prompts",
            "resources",
            "sessions",
            "status");

    private static final int LONGEST = 200;

    private PathNames() {}

    /** What is wrong with {@code name}; empty when it can be used. */
    public static Optional<String> fault(String name) {
        if (RESERVED.contains(name)) {
            return Optional.of("The name is reserved: a route of the API begins with it");
        }
        boolean relative = name.equals(".") || name.equals("..");
        boolean control = name.chars().anyMatch(Character::isISOControl);
        if (relative || control || name.contains("/") || name.contains("\\") || !name.equals(name.strip())) {
            return Optional.of("The name cannot be part of a URL's path: it must not be . or .., contain / or \\,"
                    + " or begin or end with a blank");
        }
        boolean fits = !name.isEmpty() && name.length() <= LONGEST;
        return fits ? Optional.empty() : Optional.of("The name must have 1 to " + LONGEST + " characters");
    }
}
