package org.trunkline.local.launcher;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.trunkline.local.Service;

/** What a newcomer is told: the addresses, and commands that work when pasted. */
record Guide(Ports ports) {

    /** The page at the front door's root. */
    String welcome() {
        return """
                Trunkline, local run

                %s
                Tokens: %s/demo/token/alice (bob; carol is an administrator)
                """.formatted(addresses(), origin());
    }

    /** The end of a successful start. */
    String ready(String sampleUrl, Path logs) {
        return """

                Trunkline is ready.

                %s  logs                 %s

                A token (users alice and bob, administrator carol):
                  curl -s localhost:%d/demo/token/alice

                The main job: register a server, see its tools, call one. Each line works when pasted:
                  %s
                  %s
                  %s

                Ctrl-C stops everything.""".formatted(addresses(), logs, ports.frontDoor(), register(sampleUrl), tools(), call());
    }

    private String addresses() {
        String services = Arrays.stream(Service.values())
                .map(service -> "  %-20s http://localhost:%d/q/openapi%n".formatted(service.id(), ports.of(service)))
                .collect(Collectors.joining());
        return "  %-20s %s%n".formatted("front door", origin()) + services;
    }

    private String register(String sampleUrl) {
        return curl("/api/mcp/servers")
                + json("{\"config\":{\"type\":\"streamable-http\",\"url\":\"" + sampleUrl
                        + "\",\"title\":\"My Sample\"}}");
    }

    private String tools() {
        return curl("/api/mcp/tools");
    }

    private String call() {
        return curl("/api/mcp/tools/call")
                + json("{\"tool\":\"echo_mcp_my-sample\",\"arguments\":{\"message\":\"hello\"}}");
    }

    private String curl(String path) {
        return "curl -s -H \"Authorization: Bearer $(curl -s localhost:%1$d/demo/token/alice)\" localhost:%1$d%2$s"
                .formatted(ports.frontDoor(), path);
    }

    private static String json(String body) {
        return " -H 'Content-Type: application/json' -d '" + body + "'";
    }

    private String origin() {
        return "http://localhost:" + ports.frontDoor();
    }
}
