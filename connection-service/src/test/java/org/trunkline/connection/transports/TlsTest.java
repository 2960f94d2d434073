package org.trunkline.connection.transports;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.connection.testbed.Certificates;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trunkline.connection.testbed.ConnectionTestBed.as;
import static org.trunkline.connection.testbed.ConnectionTestBed.registry;
import static org.trunkline.connection.transports.ScriptedServer.HELLO;
import static org.trunkline.connection.transports.ScriptedServer.answer;
import static org.trunkline.connection.transports.ScriptedServer.json;

/** An authority of the operator's own, and a certificate that the client shows. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class TlsTest {

    private static final AtomicReference<String> CLIENT = new AtomicReference<>();
    private static Vertx vertx;
    private static ScriptedServer script;
    private static int port;
    private static PemTrustOptions trust;
    private static PfxOptions certificate;

    @Inject
    TlsConfigurationRegistry registry;

    @BeforeAll
    static void serveWithTls(@TempDir Path folder) throws Exception {
        PfxOptions key = Certificates.selfSigned(folder.resolve("server.p12"), "127.0.0.1");
        certificate = Certificates.selfSigned(folder.resolve("client.p12"), "trunkline");
        trust = Certificates.trust(key);
        script = new ScriptedServer();
        script.on("tools/call", (request, message) -> json(request.response(), answer(message, HELLO)));
        vertx = Vertx.vertx();
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(key)
                .setTrustOptions(Certificates.trust(certificate))
                .setClientAuth(ClientAuth.REQUIRED);
        port = vertx.createHttpServer(options)
                .requestHandler(TlsTest::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        script.close();
    }

    @BeforeEach
    void reset() {
        registry().reset();
    }

    @Test
    void aServersTlsConfigurationSaysWhomToTrustAndWhatToShow() {
        registry.register("both", new Given(trust, certificate));
        registry().declare("inner", config(",'tls':'both'"));

        call().statusCode(200).body("content[0].text", equalTo("hello"));

        assertEquals("CN=trunkline", CLIENT.get());
    }

    @Test
    void withoutItTheServerIsNotTrusted() {
        registry().declare("inner", config(""));

        call().statusCode(502).body("message", containsString("TLS could not be agreed on"));
    }

    @Test
    void withoutACertificateTheServerDoesNotTalk() {
        registry.register("trusting", new Given(trust, null));
        registry().declare("inner", config(",'tls':'trusting'"));

        call().statusCode(502);
    }

    @Test
    void aConfigurationThatIsNotThereIsNamed() {
        registry().declare("inner", config(",'tls':'absent'"));

        call().statusCode(502).body("message", containsString("quarkus.tls.absent"));
    }

    private static void serve(HttpServerRequest request) {
        try {
            CLIENT.set(request.sslSession().getPeerPrincipal().getName());
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            throw new IllegalStateException(e);
        }
        script.serve(request);
    }

    private static String config(String more) {
        return "{'type':'http','url':'https://127.0.0.1:" + port + "/mcp'" + more + "}";
    }

    private static ValidatableResponse call() {
        return as("alice").body("{}").post("/api/mcp/inner/tools/echo/call").then();
    }

    /** What files in the operator's settings would say. */
    private static final class Given extends BaseTlsConfiguration {

        private final TrustOptions trust;
        private final KeyCertOptions key;

        Given(TrustOptions trust, KeyCertOptions key) {
            this.trust = trust;
            this.key = key;
        }

        @Override
        public TrustOptions getTrustStoreOptions() {
            return trust;
        }

        @Override
        public KeyCertOptions getKeyStoreOptions() {
            return key;
        }

        @Override
        public SSLOptions getSSLOptions() {
            return new SSLOptions().setTrustOptions(trust).setKeyCertOptions(key);
        }
    }
}
