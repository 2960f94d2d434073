package org.trunkline.local.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trunkline.local.identity.DemoIdentity;
import org.trunkline.local.loopback.LoopbackServer;
import org.trunkline.local.loopback.OneMachine;
import org.trunkline.local.samples.SampleServer;
import org.trunkline.local.samples.Samples;

/** The settings of the services, which are given as environment variables. */
record ServiceEnvironment(
        Options options,
        Ports ports,
        String database,
        DemoIdentity identity,
        Path keyset,
        SampleServer openSample,
        SampleServer ordersSample) {

    /** People read the logs here. */
    private static final String JSON = "QUARKUS_LOG_CONSOLE_JSON_ENABLED";

    Map<String, String> of(Replica replica) {
        return Map.ofEntries(
                Map.entry("QUARKUS_HTTP_HOST", LoopbackServer.HOST),
                Map.entry("QUARKUS_HTTP_PORT", Integer.toString(replica.port())),
                Map.entry("TRUNKLINE_PUBLIC_URL", "http://localhost:" + ports.frontDoor()),
                Map.entry("TRUNKLINE_IDENTITY_ISSUER", identity.issuer()),
                Map.entry("TRUNKLINE_SAFE_START_EXCEPT", OneMachine.UNSAFE_SETTINGS),
                Map.entry(
                        "QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET",
                        identity.clientSecret(replica.service().id())),
                Map.entry("TRUNKLINE_DATABASE_URI", database),
                Map.entry("TRUNKLINE_SECRETS_KEYSET_FILE", keyset.toString()),
                Map.entry("QUARKUS_SHUTDOWN_DELAY", shutdownDelay(replica)),
                Map.entry(JSON, System.getenv().getOrDefault(JSON, "false")),
                Map.entry("TRUNKLINE_DECLARED_FILE", options.declared().toString()),
                Map.entry("TRUNKLINE_OUTBOUND_ALLOWED_ADDRESSES", allowedAddresses()),
                Map.entry("SAMPLE_OPEN_URL", openSample.url()),
                Map.entry("SAMPLE_ORDERS_URL", ordersSample.url()),
                Map.entry("SAMPLE_ORDERS_KEY", Samples.ORDERS_KEY));
    }

    /** A replica hands its sessions over before it ends; where there is no other one, nobody has to wait for that. */
    private String shutdownDelay(Replica replica) {
        return ports.replicasOf(replica.service()).size() > 1 ? "3s" : "0s";
    }

    /** The samples, and what the command line says. */
    private String allowedAddresses() {
        Stream<String> samples = Stream.of(openSample, ordersSample)
                .map(sample -> URI.create(sample.url()).getAuthority());
        return Stream.concat(samples, options.allowed().stream()).collect(Collectors.joining(","));
    }
}
