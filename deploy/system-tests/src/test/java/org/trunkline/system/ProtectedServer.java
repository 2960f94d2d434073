package org.trunkline.system;

import java.nio.file.Path;
import java.util.Map;

/** An MCP server, made with the TypeScript SDK, that wants access tokens of one authorization server. */
final class ProtectedServer implements AutoCloseable {

    private final int port = Processes.freePorts(1);
    private final Process process;

    private ProtectedServer(NodeServers node, Path folder, String issuer, String scopes, boolean forItself) {
        process = node.startScript(
                "protected-server.mjs",
                port,
                Map.of("ISSUER", issuer, "SCOPES", scopes, "AUDIENCE", forItself ? url() : ""),
                folder.resolve("protected-server-" + port + ".out"));
    }

    /**
     * Starts one that takes only tokens that are for it (RFC 8707).
     *
     * @param folder for its output
     * @param scopes that its metadata names, separated by blanks
     */
    static ProtectedServer start(NodeServers node, Path folder, String issuer, String scopes) {
        return new ProtectedServer(node, folder, issuer, scopes, true);
    }

    /** Starts one that does not ask whom a token is for, because its authorization server does not say it. */
    static ProtectedServer startForAnyAudience(NodeServers node, Path folder, String issuer, String scopes) {
        return new ProtectedServer(node, folder, issuer, scopes, false);
    }

    String url() {
        return "http://" + authority() + "/mcp";
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
