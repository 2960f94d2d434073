package org.trunkline.system;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** An MCP server, made with the TypeScript SDK, that wants access tokens of one authorization server. */
final class ProtectedServer implements AutoCloseable {

    private final int port = Processes.freePorts(1);
    private final String path;
    private final Process process;

    private ProtectedServer(NodeServers node, Path folder, String path, Map<String, String> settings) {
        this.path = path;
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("PATHNAME", path);
        environment.computeIfPresent("AUDIENCE", (name, itself) -> url());
        process = node.startScript(
                "protected-server.mjs", port, environment, folder.resolve("protected-server-" + port + ".out"));
    }

    /**
     * Starts one that takes only tokens that are for it (RFC 8707).
     *
     * @param folder for its output
     * @param scopes that its metadata names, separated by blanks
     */
    static ProtectedServer start(NodeServers node, Path folder, String issuer, String scopes) {
        return new ProtectedServer(node, folder, "/mcp", Map.of("ISSUER", issuer, "SCOPES", scopes, "AUDIENCE", ""));
    }

    /** Starts one that wants such a token for calls of its tools only. */
    static ProtectedServer startOpen(NodeServers node, Path folder, String issuer, String scopes) {
        return new ProtectedServer(
                node, folder, "/mcp", Map.of("ISSUER", issuer, "SCOPES", scopes, "AUDIENCE", "", "OPEN", "yes"));
    }

    /** Starts one that takes only tokens that are for it, and speaks HTTP with SSE (2024-11-05). */
    static ProtectedServer startSse(NodeServers node, Path folder, String issuer, String scopes) {
        return new ProtectedServer(node, folder, "/sse", Map.of("ISSUER", issuer, "SCOPES", scopes, "AUDIENCE", ""));
    }

    /** Starts what a Pipeshub instance has before its MCP server, to which it hands the token that it took. */
    static ProtectedServer startBefore(NodeServers node, Path folder, String issuer, String scopes, int upstream) {
        String url = "http://127.0.0.1:" + upstream + "/mcp";
        return new ProtectedServer(
                node, folder, "/mcp", Map.of("ISSUER", issuer, "SCOPES", scopes, "AUDIENCE", "", "UPSTREAM", url));
    }

    /** Starts one that does not ask whom a token is for, because its authorization server does not say it. */
    static ProtectedServer startForAnyAudience(NodeServers node, Path folder, String issuer, String scopes) {
        return new ProtectedServer(node, folder, "/mcp", Map.of("ISSUER", issuer, "SCOPES", scopes));
    }

    String url() {
        return "http://" + authority() + path;
    }

    /** Host and port. */
    String authority() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        Processes.end(process);
    }
}
