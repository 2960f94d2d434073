package org.trunkline.local.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.trunkline.local.Service;

/**
 * The ports of the local run, which follow one another: those that are always there, then those of replicas.
 *
 * @param frontDoor the first
 */
record Ports(int frontDoor, Replicas replicas) {

    private static final int ALWAYS = 7;
    private static final int HIGHEST = 65_535;

    /** Where the service is found, however many replicas it has. */
    int of(Service service) {
        return switch (service) {
            case REGISTRY -> frontDoor + 1;
            case OAUTH -> frontDoor + 2;
            case CONNECTION -> frontDoor + 3;
        };
    }

    int database() {
        return frontDoor + 4;
    }

    int sampleOpen() {
        return frontDoor + 5;
    }

    int sampleOrders() {
        return frontDoor + 6;
    }

    /** The replicas of a service. A single one listens where the service is found. */
    List<Replica> replicasOf(Service service) {
        int count = replicas.of(service);
        if (count == 1) {
            return List.of(new Replica(service, 1, of(service), service.id()));
        }
        int first = frontDoor + ALWAYS + portsBehind(service.ordinal());
        return IntStream.rangeClosed(1, count)
                .mapToObj(index -> new Replica(service, index, first + index - 1, service.id() + "-" + index))
                .toList();
    }

    /** How many ports the replicas of the first so many services have, beside the services' own. */
    private int portsBehind(int services) {
        return Arrays.stream(Service.values())
                .limit(services)
                .mapToInt(replicas::of)
                .filter(count -> count > 1)
                .sum();
    }

    /** @throws LaunchFailure when another process has one of them, or there are not so many */
    void check() {
        int last = frontDoor + ALWAYS + portsBehind(Service.values().length) - 1;
        if (last > HIGHEST) {
            throw new LaunchFailure("--port needs a number up to " + (HIGHEST - last + frontDoor));
        }
        List<Integer> taken = IntStream.rangeClosed(frontDoor, last)
                .filter(Ports::taken)
                .boxed()
                .toList();
        if (!taken.isEmpty()) {
            throw new LaunchFailure("port " + taken.getFirst() + " is taken by another process: stop it, or say --port "
                    + "N to use the ports N to N+" + (last - frontDoor));
        }
    }

    /** Tries all addresses and then loopback, because systems differ in which of the two a listener blocks. */
    private static boolean taken(int port) {
        try (ServerSocket all = new ServerSocket()) {
            all.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            return true;
        }
        try (ServerSocket loopback = new ServerSocket()) {
            loopback.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
