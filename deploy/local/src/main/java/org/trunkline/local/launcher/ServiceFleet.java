package org.trunkline.local.launcher;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The running services: waits until all are ready, notices when one ends, stops them together. Says who runs. */
final class ServiceFleet implements AutoCloseable {

    private static final Duration START_PATIENCE_EACH = Duration.ofSeconds(40);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(100);

    /** A Ctrl-C reaches the services too, and some end before this process has noticed it. */
    private static final Duration CTRL_C_GRACE = Duration.ofMillis(500);

    /** One that cannot live does not take the machine. */
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

    private final ReplicasFile file;
    private final List<ServiceProcess> services = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    ServiceFleet(ReplicasFile file) {
        this.file = file;
    }

    synchronized void add(ServiceProcess service) {
        services.add(service);
        file.write(services);
        if (stopping.getCount() == 0) {
            service.terminate();
        }
    }

    /** @throws LaunchFailure when one of them ends first, or is not ready in time */
    void awaitReady(Progress progress) throws InterruptedException {
        Instant start = Instant.now();
        List<ServiceProcess> starting = new ArrayList<>(services);
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!starting.isEmpty()) {
                failIfOneEnded(progress);
                List<ServiceProcess> ready = new ArrayList<>();
                for (ServiceProcess service : starting) {
                    if (service.ready(http)) {
                        ready.add(service);
                        progress.done(service.name(), "ready");
                    }
                }
                starting.removeAll(ready);
                failIfLate(starting, start);
                Thread.sleep(PROBE_PAUSE);
            }
        }
    }

    private void failIfOneEnded(Progress progress) throws InterruptedException {
        for (ServiceProcess service : services) {
            if (!service.alive()) {
                fail(service, progress);
            }
        }
    }

    private void failIfLate(List<ServiceProcess> starting, Instant start) {
        Duration patience = START_PATIENCE_EACH.multipliedBy(services.size());
        if (!starting.isEmpty() && Duration.between(start, Instant.now()).compareTo(patience) > 0) {
            ServiceProcess late = starting.getFirst();
            throw new LaunchFailure(
                    late.name() + " is not ready after " + patience.toSeconds() + " s; its log is " + late.log());
        }
    }

    /** Starts again whatever ends, and says so; returns when all are being stopped. */
    void keepRunning(Progress progress) throws InterruptedException {
        while (!stopping.await(PROBE_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            List<ServiceProcess> ended =
                    services.stream().filter(service -> !service.alive()).toList();
            if (!ended.isEmpty() && !stopping.await(RESTART_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                ended.forEach(service -> startAgain(service, progress));
            }
        }
    }

    private synchronized void startAgain(ServiceProcess ended, Progress progress) {
        if (stopping.getCount() > 0) {
            progress.say(ended.obituary() + "; it is started again");
            services.set(services.indexOf(ended), ended.startAgain());
            file.write(services);
        }
    }

    /**
     * Returns when a service ends because all are being stopped.
     *
     * @throws LaunchFailure when one ends by itself
     */
    void awaitFirstEnd(Progress progress) throws InterruptedException {
        CompletableFuture<?> first = CompletableFuture.anyOf(
                services.stream().map(ServiceProcess::ended).toArray(CompletableFuture<?>[]::new));
        fail((ServiceProcess) first.join(), progress);
    }

    private void fail(ServiceProcess service, Progress progress) throws InterruptedException {
        if (stopping.await(CTRL_C_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        service.lastLines().forEach(line -> progress.say("  | " + line));
        throw new LaunchFailure(service.obituary());
    }

    @Override
    public void close() {
        synchronized (this) {
            stopping.countDown();
            services.forEach(ServiceProcess::terminate);
        }
        Instant end = Instant.now().plus(STOP_PATIENCE);
        try {
            for (ServiceProcess service : services) {
                Duration left = Duration.between(Instant.now(), end);
                service.awaitEnd(left.isNegative() ? Duration.ZERO : left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.delete();
    }
}
