package org.trunkline.connection.testbed;

import java.util.List;
import java.util.Map;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;

/** A real stdio MCP server, of the SDK, that tests start as a child process. */
public final class StdioSample {

    private StdioSample() {}

    /** The {@code command}, {@code args} and {@code env} of a declared server that runs this class. */
    public static String declaration() {
        return """
                {"command": "%s", "args": ["-cp", "%s", "%s"], "env": {"GREETING": "hello", "KEY": "k-8f3a91c2"}}""".formatted(
                        ProcessHandle.current().info().command().orElseThrow(),
                        System.getProperty("java.class.path"),
                        StdioSample.class.getName());
    }

    /** Runs until its input ends. */
    public static void main(String[] args) {
        System.out.println("a banner that is no message");
        McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
                .serverInfo("stdio-sample", "1")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .tools(List.of(
                        tool("environment", () -> String.valueOf(new java.util.TreeMap<>(System.getenv()))),
                        tool("complain", () -> {
                            System.err.println("something is odd with " + System.getenv("KEY"));
                            return "";
                        }),
                        tool("exit", () -> {
                            System.exit(3);
                            return "";
                        })))
                .build();
    }

    private static SyncToolSpecification tool(String name, java.util.function.Supplier<String> action) {
        Tool tool = Tool.builder(name, Map.of("type", "object")).build();
        return new SyncToolSpecification(
                tool,
                (exchange, request) ->
                        CallToolResult.builder().addTextContent(action.get()).build());
    }
}
