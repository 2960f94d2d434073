package org.trunkline.local.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Stands in for a service in the launcher's tests: ready at once, answers any path with its command line and the
 * settings that it was given, ends when asked to, and at once if {@code STAND_IN_FAILS} names its port.
 */
public final class StandInService {

    private static final int EXIT_CODE = 7;

    private StandInService() {}

    /** The service. */
    public static void main(String... arguments) throws IOException {
        String port = System.getenv("QUARKUS_HTTP_PORT");
        System.out.println("stand-in on port " + port);
        if (port.equals(System.getenv("STAND_IN_FAILS"))) {
            System.out.println("cannot go on");
            System.out.println("\tat some.Frame(Unknown Source)\n".repeat(20));
            System.exit(EXIT_CODE);
        }
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)), 0);
        server.createContext("/q/health/ready", exchange -> answer(exchange, "UP"));
        server.createContext("/api/mcp/die", exchange -> System.exit(EXIT_CODE));
        server.createContext("/", exchange -> answer(exchange, self()));
        server.start();
    }

    private static String self() {
        StringBuilder self = new StringBuilder();
        self.append("pid=").append(ProcessHandle.current().pid()).append('\n');
        self.append("arguments=")
                .append(String.join(
                        " ", ProcessHandle.current().info().arguments().orElseThrow()))
                .append('\n');
        System.getenv()
                .forEach((name, value) ->
                        self.append(name).append('=').append(value).append('\n'));
        return self.toString();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
