package org.trunkline.connection.sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trunkline.cases.CaseFiles;
import org.trunkline.cases.CaseFiles.Case;
import org.trunkline.connection.links.Links;
import org.trunkline.connection.links.Purpose;
import org.trunkline.connection.testbed.ConnectionTestBed;
import org.trunkline.connection.transports.RequestAuthorization;
import org.trunkline.local.loopback.LoopbackServer;
import org.trunkline.server.ServerConfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

/**
 * Which failures to connect are tried again by themselves. LibreChat reads that from words of Node's HTTP client; here
 * what the words stand for happens to a real connection, and Trunkline judges what it meets. The words that LibreChat
 * shows then are not repeated: they guess at proxies, and name the server's address to who may not know it.
 */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class TransportErrorCasesTest {

    private static final Pattern STATUS = Pattern.compile("\\b([1-5]\\d\\d)\\b");
    private static final Pattern ERRNO = Pattern.compile("\\bE[A-Z_]{4,}\\b");
    private static final Pattern ENDED = Pattern.compile("|.*undefined|.*(closed|terminated|socket hang up).*");

    @Inject
    Links links;

    @Inject
    ObjectMapper json;

    static Stream<Case> cases() {
        return CaseFiles.of("transport_error_classification");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isTriedAgain(Case example) {
        boolean expected = example.expect().path("result").path("isTransient").asBoolean();

        Throwable failure = failure(example.input());

        assertEquals(expected, Reconnection.mayPass(failure), () -> failure + " because of " + failure.getCause());
    }

    /** What comes of connecting to a server that does what the case tells. */
    private Throwable failure(JsonNode input) {
        String message = input.path("message").asText();
        Matcher status = STATUS.matcher(input.path("code").asText("") + " " + message);
        Matcher errno = ERRNO.matcher(message);
        if (errno.find()) {
            return switch (errno.group()) {
                case "ECONNREFUSED" -> connect(1);
                case "ECONNRESET", "EPIPE" -> reset();
                case "ETIMEDOUT", "ESOCKETTIMEDOUT" -> served(request -> {});
                default -> throw new IllegalArgumentException("not staged here: " + message);
            };
        }
        if (status.find()) {
            int code = Integer.parseInt(status.group(1));
            return served(request -> request.response().setStatusCode(code).end());
        }
        return ENDED.matcher(message).matches()
                ? served(request -> request.response()
                        .putHeader("Content-Type", "text/event-stream")
                        .end())
                : served(request -> request.response()
                        .putHeader("Content-Type", "text/html")
                        .end(message));
    }

    private Throwable served(Handler<HttpServerRequest> handler) {
        try (LoopbackServer server = LoopbackServer.start(0, (vertx, port) -> handler)) {
            return connect(server.port());
        }
    }

    private Throwable reset() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> resetAll(server));
            return connect(server.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void resetAll(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connection.setSoLinger(true, 0);
            } catch (IOException e) {
                return;
            }
        }
    }

    private Throwable connect(int port) {
        String url = "http://" + LoopbackServer.HOST + ":" + port + "/sse";
        Throwable failure = links.open(Purpose.inspection("example"), config(url), RequestAuthorization.NONE)
                .map(link -> (Throwable) null)
                .onFailure()
                .recoverWithItem(cause -> cause)
                .await()
                .indefinitely();
        assertNotNull(failure, "it could be connected");
        return failure;
    }

    private ServerConfig config(String url) {
        try {
            return json.readValue(
                    "{\"type\":\"sse\",\"initTimeout\":1000,\"url\":\"" + url + "\"}", ServerConfig.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
