package org.trunkline.local.launcher;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.trunkline.local.Service;
import org.trunkline.local.loopback.LoopbackServer;

/** How a service's program is called. */
record ServiceCommand(Path root, Packaging packaging, Ports ports) {

    /** @throws LaunchFailure when the service is not built */
    List<String> of(Service service) {
        return packaging.command(root, service, neighbours());
    }

    /** As properties, because a name with a hyphen has no certain form as an environment variable. */
    private List<String> neighbours() {
        return Arrays.stream(Service.values())
                .map(service -> "-Dquarkus.rest-client." + service.id() + ".url=http://" + LoopbackServer.HOST + ":"
                        + ports.of(service))
                .toList();
    }
}
