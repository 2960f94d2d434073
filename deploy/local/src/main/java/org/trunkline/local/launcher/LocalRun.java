package org.trunkline.local.launcher;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.trunkline.local.Service;
import org.trunkline.local.database.EmbeddedDatabase;
import org.trunkline.local.frontdoor.Balancer;
import org.trunkline.local.frontdoor.FrontDoor;
import org.trunkline.local.frontdoor.Routes;
import org.trunkline.local.identity.DemoIdentity;
import org.trunkline.local.loopback.LoopbackServer;
import org.trunkline.local.samples.SampleServer;
import org.trunkline.local.samples.Samples;
import org.trunkline.local.secret.Keyset;

/** Everything that one run consists of; what was started first is stopped last. */
final class LocalRun implements AutoCloseable {

    /** The user's own MongoDB, by the name that the services have for it. */
    private static final String DATABASE = "TRUNKLINE_DATABASE_URI";

    private final Options options;
    private final Ports ports;
    private final Progress progress;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private ServiceFleet services;
    private boolean closed;

    LocalRun(Options options, Progress progress) {
        this.options = options;
        this.ports = new Ports(options.port(), options.replicas());
        this.progress = progress;
    }

    /** @throws LaunchFailure when a part cannot start */
    void start() throws InterruptedException {
        if (Files.notExists(options.declared())) {
            throw new LaunchFailure("there is no file of declared servers at " + options.declared());
        }
        ports.check();
        DataFolder data = part(DataFolder.open(options.data(), options.fresh()));
        part(LauncherLog.writeTo(data.logs().resolve("launcher.log")));
        String database = database(data);
        DemoIdentity identity = identity(data);
        SampleServer open = part(Samples.open(ports.sampleOpen()));
        SampleServer orders = part(Samples.orders(ports.sampleOrders()));
        progress.done("sample servers", open.url() + " and " + orders.url());
        Path keyset = data.keyset();
        Keyset.createIn(keyset);
        startServices(data, new ServiceEnvironment(options, ports, database, identity, keyset, open, orders));
        services.awaitReady(progress);
        progress.say(new Guide(ports).ready(open.url(), data.logs()));
    }

    /** What the services connect to; where the environment names a MongoDB, it is not told to the terminal. */
    private String database(DataFolder data) {
        String own = System.getenv(DATABASE);
        if (own != null) {
            progress.done("database", "as " + DATABASE + " says");
            return own;
        }
        EmbeddedDatabase embedded =
                part(EmbeddedDatabase.onFile(data.database(), LoopbackServer.HOST, ports.database()));
        progress.done("database", embedded.connectionString());
        return embedded.connectionString();
    }

    private DemoIdentity identity(DataFolder data) {
        String origin = "http://localhost:" + ports.frontDoor();
        DemoIdentity identity = DemoIdentity.at(URI.create(origin), data.identityKey());
        Routes routes = Routes.read(options.root().resolve("deploy/routes.yaml"));
        part(FrontDoor.open(ports.frontDoor(), routes, ports::of, identity, new Guide(ports).welcome()));
        progress.done("front door", origin);
        return identity;
    }

    private void startServices(DataFolder data, ServiceEnvironment environment) {
        ServiceCommand command = new ServiceCommand(options.root(), options.packaging(), ports);
        openBalancers();
        services = part(new ServiceFleet(new ReplicasFile(data.replicas())));
        for (Service service : Service.values()) {
            for (Replica replica : ports.replicasOf(service)) {
                Path log = data.logs().resolve(replica.name() + ".log");
                services.add(ServiceProcess.start(
                        new ServiceProgram(replica, command.of(service), environment.of(replica), log)));
                progress.done(replica.name(), "starting");
            }
        }
    }

    private void openBalancers() {
        for (Service service : Service.values()) {
            List<Integer> replicas =
                    ports.replicasOf(service).stream().map(Replica::port).toList();
            if (replicas.size() > 1) {
                part(Balancer.open(ports.of(service), service, replicas));
            }
        }
    }

    /**
     * Returns when services have ended because the run is being stopped.
     *
     * @throws LaunchFailure when one ends by itself, unless replicas were asked for: then it is started again
     */
    void awaitEnd() throws InterruptedException {
        if (options.replicas().areKept()) {
            services.keepRunning(progress);
        } else {
            services.awaitFirstEnd(progress);
        }
    }

    private synchronized <T extends AutoCloseable> T part(T part) {
        if (closed) {
            close(part);
            throw new LaunchFailure("stopped while starting");
        }
        parts.push(part);
        return part;
    }

    /** Stops the services, the samples, the front door and the database, in this order. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        while (!parts.isEmpty()) {
            close(parts.pop());
        }
    }

    private void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            progress.say(part.getClass().getSimpleName() + " did not stop cleanly: " + e);
        }
    }
}
