package org.trunkline.local.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;

import org.trunkline.local.Service;

/**
 * The ports of the local run, which follow one another.
 *
 * @param frontDoor the first
 */
record Ports(int frontDoor) {

    private static final int COUNT = 7;

    static final int HIGHEST_FIRST = 65_536 - COUNT;

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

    /** @throws LaunchFailure when another process has one of them */
    void check() {
        List<Integer> taken = IntStream.range(frontDoor, frontDoor + COUNT)
                .filter(Ports::taken)
                .boxed()
                .toList();
        if (!taken.isEmpty()) {
            throw new LaunchFailure("port " + taken.getFirst() + " is taken by another process: stop it, or say --port "
                    + "N to use the ports N to N+" + (COUNT - 1));
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
