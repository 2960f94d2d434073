package org.trunkline.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A tool's name as model providers see it, {@code <tool>_mcp_<normalised server>}, in its two parts.
 *
 * @param server as the key spells it: normalised, or raw in keys that an older consumer stored; null when it names none
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
     * The parts of {@code key}: at the longest name of {@code servers}, raw or normalised, that it ends with, else at
     * the last delimiter. Both parts may contain the delimiter, so only the names of the servers tell where it really
     * is.
     */
    public static ToolKey split(String key, Collection<String> servers) {
        Optional<String> server = servers.stream()
                .flatMap(name -> Stream.of(name, ServerNames.normalize(name)))
                .filter(name -> key.endsWith(DELIMITER + name))
                .max(Comparator.comparingInt(String::length));
        int at = server.map(name -> key.length() - DELIMITER.length() - name.length())
                .orElseGet(() -> key.lastIndexOf(DELIMITER));
        return at < 0
                ? new ToolKey(key, null)
                : new ToolKey(key.substring(0, at), key.substring(at + DELIMITER.length()));
    }

    /**
     * {@code key} with the name of its server normalised, as consumers and caches compare keys; unchanged when it names
     * none of {@code servers}.
     */
    public static String normalize(String key, Collection<String> servers) {
        ToolKey parts = split(key, servers);
        return parts.serverAmong(servers).isEmpty()
                ? key
                : of(parts.tool, parts.server).toString();
    }

    /** The server that the key names, by its own name. */
    public Optional<String> serverAmong(Collection<String> servers) {
        return server == null ? Optional.empty() : ServerNames.find(server, servers);
    }

    @Override
    public String toString() {
        return server == null ? tool : tool + DELIMITER + server;
    }
}
