package org.trunkline.registry.transfer;

import java.util.Locale;

/**
 * The variables that stand in exported files where a secret was: whoever uses the file elsewhere sets them; an import
 * that finds one where the export has put it leaves the server's secret as it is.
 */
final class LeftSecrets {

    private LeftSecrets() {}

    /** The variable for one field of a server's configuration. */
    static String variable(String server, String field) {
        return ("MCP_SECRET_" + server + "_" + field)
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);
    }
}
