package org.trunkline.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.trunkline.local.Service;
import org.trunkline.local.database.EmbeddedDatabase;
import org.trunkline.local.frontdoor.Balancer;
import org.trunkline.local.identity.DemoIdentity;
import org.trunkline.local.loopback.LoopbackServer;
import org.trunkline.local.loopback.OneMachine;
import org.trunkline.local.secret.Keyset;

/**
 * Replicas of the packaged services as processes, each of which can be treated as badly as a test likes: killed,
 * stopped, cut from the database, started with a wrong clock.
 */
final class Fleet implements AutoCloseable {

    private final Path folder;
    private final Path declared;
    private final DemoIdentity identity = DemoIdentity.start();
    private final EmbeddedDatabase database = EmbeddedDatabase.inMemory();
    private final String keyset = Keyset.fresh();
    private final Map<Service, List<FleetReplica>> replicas = new HashMap<>();
    private final Map<Service, Balancer> balancers = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();

    /**
     * @param folder for the logs
     * @param declared the text of the file of declared servers
     */
    Fleet(Path folder, String declared) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            this.declared = Files.writeString(folder.resolve("declared.yaml"), declared);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a setting of all services, as its environment variable. */
    Fleet with(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    /** Starts so many replicas of each service behind a balancer each, and waits until all are ready. */
    Fleet start(int registry, int oauth, int connection) {
        return prepare(registry, oauth, connection).start();
    }

    /** Starts the replicas that were prepared, and waits until all are ready. */
    Fleet start() {
        all().forEach(FleetReplica::start);
        all().forEach(FleetReplica::awaitReady);
        return this;
    }

    /** Prepares so many replicas of each service behind a balancer each. */
    Fleet prepare(int registry, int oauth, int connection) {
        Map<Service, Integer> counts =
                Map.of(Service.REGISTRY, registry, Service.OAUTH, oauth, Service.CONNECTION, connection);
        Map<Service, Integer> ports = new HashMap<>();
        counts.forEach((service, count) -> ports.put(service, Processes.freePorts(count + 2)));
        counts.forEach((service, count) -> balancers.put(
                service, Balancer.open(ports.get(service), service, ports(ports.get(service), count + 1))));
        counts.forEach((service, count) -> replicas.put(
                service,
                new ArrayList<>(ports(ports.get(service), count).stream()
                        .map(port -> replica(service, port))
                        .toList())));
        return this;
    }

    private static List<Integer> ports(int before, int count) {
        return IntStream.rangeClosed(before + 1, before + count).boxed().toList();
    }

    /** All replicas of all services. */
    List<FleetReplica> all() {
        return replicas.values().stream().flatMap(List::stream).toList();
    }

    /** One more replica of connection-service; each has room for one. */
    FleetReplica add() {
        List<FleetReplica> all = replicas.get(Service.CONNECTION);
        FleetReplica added = replica(Service.CONNECTION, all.getLast().port() + 1);
        all.add(added);
        added.start();
        return added;
    }

    /** The replica that was added has ended. */
    void remove(FleetReplica added) {
        added.close();
        replicas.get(Service.CONNECTION).remove(added);
    }

    private FleetReplica replica(Service service, int port) {
        return new FleetReplica(
                folder, service, port, new DatabaseWire(database.connectionString()), environment(service));
    }

    private Map<String, String> environment(Service service) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_HTTP_HOST",
                LoopbackServer.HOST,
                "TRUNKLINE_PUBLIC_URL",
                "http://localhost:1",
                "TRUNKLINE_IDENTITY_ISSUER",
                identity.issuer(),
                "TRUNKLINE_SAFE_START_EXCEPT",
                OneMachine.UNSAFE_SETTINGS,
                "QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET",
                identity.clientSecret(service.id()),
                "TRUNKLINE_SECRETS_KEYSET",
                keyset,
                "TRUNKLINE_DECLARED_FILE",
                declared.toString(),
                "TRUNKLINE_OUTBOUND_ALLOWED_DOMAINS",
                "http://" + LoopbackServer.HOST));
        balancers.forEach((other, balancer) ->
                environment.put("TRUNKLINE_" + other.name() + "_SERVICE_URL", "http://127.0.0.1:" + balancer.port()));
        environment.putAll(settings);
        return environment;
    }

    /** The replicas of connection-service. */
    List<FleetReplica> connections() {
        return replicas(Service.CONNECTION);
    }

    /** The replicas of a service. */
    List<FleetReplica> replicas(Service service) {
        return List.copyOf(replicas.get(service));
    }

    /** Where consumers find connection-service, whichever replica answers. */
    String origin() {
        return origin(Service.CONNECTION);
    }

    /** Where consumers and neighbours find a service, whichever replica answers. */
    String origin(Service service) {
        return "http://127.0.0.1:" + balancers.get(service).port();
    }

    /** What a MongoDB driver connects to. */
    String database() {
        return database.connectionString();
    }

    /** A token of a user, of whom nothing is known but the name. */
    String token(String user) {
        return identity.token("alice", claims -> claims.subject(user));
    }

    /** A JSON request of a user to wherever {@link RequestSpecification#baseUri} says. */
    RequestSpecification as(String user) {
        return RestAssured.given().auth().oauth2(token(user)).contentType(ContentType.JSON);
    }

    /** A JSON request of an administrator. */
    RequestSpecification asAdministrator() {
        return RestAssured.given().auth().oauth2(identity.token("carol")).contentType(ContentType.JSON);
    }

    /** A token that a service calls another one with. */
    String serviceToken(Service service) {
        return identity.serviceToken(service.id());
    }

    @Override
    public void close() {
        replicas.values().forEach(all -> all.forEach(FleetReplica::close));
        balancers.values().forEach(Balancer::close);
        database.close();
        identity.close();
    }
}
