package org.trunkline.local.launcher;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.local.Service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PortsTest {

    @Test
    void aSingleReplicaListensWhereItsServiceIsFound() {
        Ports ports = new Ports(3080, Replicas.DEFAULT);

        assertEquals(List.of(new Replica(Service.OAUTH, 1, 3082, "oauth-service")), ports.replicasOf(Service.OAUTH));
    }

    @Test
    void severalListenAfterAllOtherPorts() {
        Ports ports = new Ports(3080, Replicas.parse("connection=3,registry=2,oauth=1"));

        assertEquals(List.of(3087, 3088), replicas(ports, Service.REGISTRY));
        assertEquals(List.of(3082), replicas(ports, Service.OAUTH));
        assertEquals(List.of(3089, 3090, 3091), replicas(ports, Service.CONNECTION));
        assertEquals(3083, ports.of(Service.CONNECTION));
        assertEquals(
                "connection-service-3",
                ports.replicasOf(Service.CONNECTION).get(2).name());
    }

    @Test
    void thereMustBeRoomForAll() {
        Ports ports = new Ports(65_528, Replicas.parse("connection=3"));

        LaunchFailure failure = assertThrows(LaunchFailure.class, ports::check);

        assertTrue(failure.getMessage().contains("up to 65526"), failure.getMessage());
    }

    private static List<Integer> replicas(Ports ports, Service service) {
        return ports.replicasOf(service).stream().map(Replica::port).toList();
    }
}
