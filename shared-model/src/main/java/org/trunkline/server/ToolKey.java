package org.trunkline.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * A tool's name as model providers see it, {@code <tool>_mcp_<normalised server>}, in its two parts.
 *
 * @param server null when the key names none
 */
public record ToolKey(String tool, String server) {

    private static final String DELIMITER = "_mcp_";

    /** The key of a tool. */
    public static ToolKey of(String tool, String server) {
        return new ToolKey(tool, ServerNames.normalize(server));
    }

    /** The name of the pseudo tool call that shows a user the link to sign in at a server. */
    public static String ofSignIn(String server) {
        return of("oauth", server).toString();
    }

    /**
     * The parts of {@code key}: at the longest of {@code servers} that it ends with, else at the last delimiter. Both
     * may contain the delimiter, so only the names of the servers tell where it really is.
     */
    public static ToolKey split(String key, Collection<String> servers) {
        Optional<String> server = servers.stream()
                .filter(name -> key.endsWith(DELIMITER + name))
                .max(Comparator.comparingInt(String::length));
        if (server.isPresent()) {
            return new ToolKey(
                    key.substring(
                            0, key.length() - DELIMITER.length() - server.get().length()),
                    server.get());
        }
        int at = key.lastIndexOf(DELIMITER);
        return at < 0
                ? new ToolKey(key, null)
                : new ToolKey(key.substring(0, at), key.substring(at + DELIMITER.length()));
    }

    @Override
    public String toString() {
        return server == null ? tool : tool + DELIMITER + server;
    }
}
