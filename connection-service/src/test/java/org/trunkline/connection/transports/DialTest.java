package org.trunkline.connection.transports;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PfxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.connection.testbed.Certificates;
import org.trunkline.outbound.CheckedAddresses;
import org.trunkline.outbound.Dial;
import org.trunkline.outbound.OutboundGuard;
import org.trunkline.outbound.Target;
import org.trunkline.problem.TargetNotAllowed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

/**
 * The way from a URL to a connection, with a name server that the test plays: 127.0.0.1 is an address that the operator
 * opened, 127.0.0.2 one that nobody did.
 */
class DialTest {

    private static final String OPENED = "127.0.0.1";
    private static final String FORBIDDEN = "127.0.0.2";

    private final Vertx vertx = Vertx.vertx();
    private final Context eventLoop = vertx.getOrCreateContext();
    private final AtomicInteger lookUps = new AtomicInteger();
    private final AtomicInteger forbiddenConnections = new AtomicInteger();
    private final Queue<List<String>> answers = new ArrayDeque<>();

    @AfterEach
    void stop() {
        done(vertx.close());
    }

    @Test
    void aNameThatIsRebindedAfterTheCheckIsDialledWhereItWasChecked() {
        // given
        int port = serve(new HttpServerOptions());
        Dial dial = dial("http://rebind.example:" + port + "/mcp?a=1", Duration.ZERO, new HttpClientOptions());
        answers.add(List.of(OPENED));
        answers.add(List.of(FORBIDDEN));

        // then
        assertEquals("rebind.example:" + port + " /mcp?a=1", get(dial));
        assertEquals(1, lookUps.get());
        assertRefused(dial);
        assertEquals(2, lookUps.get());
        assertEquals(0, forbiddenConnections.get());
    }

    @Test
    void oneForbiddenAddressForbidsTheName() {
        int port = serve(new HttpServerOptions());
        Dial dial = dial("http://mixed.example:" + port + "/", Duration.ZERO, new HttpClientOptions());
        answers.add(List.of(OPENED, FORBIDDEN));

        assertRefused(dial);
        assertEquals(0, forbiddenConnections.get());
    }

    @Test
    void anAnswerIsUsedAgainForAWhile() {
        int port = serve(new HttpServerOptions());
        Dial dial = dial("http://stable.example:" + port + "/", Duration.ofMinutes(1), new HttpClientOptions());
        answers.add(List.of(OPENED));

        get(dial);
        get(dial);

        assertEquals(1, lookUps.get());
    }

    @Test
    void theNextAddressIsTriedWhenOneDoesNotAnswer() {
        int port = serve(new HttpServerOptions());
        OutboundGuard guard = new OutboundGuard(List.of(), List.of(OPENED + ":" + port, "127.0.0.3:" + port));
        Dial dial = dial("http://two.example:" + port + "/", guard, Duration.ofMinutes(1), new HttpClientOptions());
        answers.add(List.of("127.0.0.3", OPENED));

        assertEquals("two.example:" + port + " /", get(dial));
    }

    @Test
    void aLiteralAddressIsCheckedWithoutALookUp() {
        int port = serve(new HttpServerOptions());

        assertEquals(
                OPENED + ":" + port + " /",
                get(dial("http://127.1:" + port + "/", Duration.ZERO, new HttpClientOptions())));
        assertRefused(dial("http://127.0.0.2:" + port + "/", Duration.ZERO, new HttpClientOptions()));
        assertRefused(dial("http://[::1]:" + port + "/", Duration.ZERO, new HttpClientOptions()));
        assertEquals(0, lookUps.get());
        assertEquals(0, forbiddenConnections.get());
    }

    @Test
    void tlsIsAgreedOnWithTheNameAndNotWithTheAddress(@TempDir Path folder) throws Exception {
        // given
        PfxOptions key = Certificates.selfSigned(folder.resolve("key.p12"), "tls.example");
        int port = serve(new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(key));
        HttpClientOptions trusting = new HttpClientOptions().setTrustOptions(key);
        answers.add(List.of(OPENED));
        answers.add(List.of(OPENED));

        // then
        assertEquals(
                "tls.example:" + port + " / tls.example",
                get(dial("https://tls.example:" + port + "/", Duration.ZERO, trusting)));
        assertThrows(
                CompletionException.class,
                () -> get(dial("https://other.example:" + port + "/", Duration.ZERO, trusting)));
    }

    private int serve(HttpServerOptions options) {
        HttpServer opened = vertx.createHttpServer(options)
                .requestHandler(request -> request.response()
                        .end(request.getHeader("Host") + " " + request.uri()
                                + (request.isSSL() ? " " + request.connection().indicatedServerName() : "")));
        int port = done(opened.listen(0, OPENED)).actualPort();
        done(vertx.createNetServer()
                .connectHandler(socket -> forbiddenConnections.incrementAndGet())
                .listen(port, FORBIDDEN));
        return port;
    }

    private Dial dial(String url, Duration memory, HttpClientOptions options) {
        int port = Target.parse(url).orElseThrow().port();
        return dial(url, new OutboundGuard(List.of(), List.of(OPENED + ":" + port)), memory, options);
    }

    private Dial dial(String url, OutboundGuard guard, Duration memory, HttpClientOptions options) {
        HttpClient http = vertx.createHttpClient(options);
        return new Dial(
                http,
                new CheckedAddresses(guard, this::resolve, memory),
                Target.parse(url).orElseThrow());
    }

    private Future<List<InetAddress>> resolve(String host) {
        lookUps.incrementAndGet();
        return Future.succeededFuture(
                answers.remove().stream().map(address -> named(host, address)).toList());
    }

    /** As the system's resolver gives it: with the name, which a careless dialler would look up again. */
    private static InetAddress named(String host, String address) {
        try {
            return InetAddress.getByAddress(host, InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private String get(Dial dial) {
        Promise<Buffer> body = Promise.promise();
        eventLoop.runOnContext(ignored -> dial.request(new RequestOptions().setMethod(HttpMethod.GET), eventLoop)
                .compose(request -> request.send().compose(response -> response.body()))
                .onComplete(body));
        return done(body.future()).toString();
    }

    private void assertRefused(Dial dial) {
        CompletionException refused = assertThrows(CompletionException.class, () -> get(dial));
        assertInstanceOf(TargetNotAllowed.class, refused.getCause());
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
