package org.trunkline.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** MCP servers of each transport, which die at random and are there again soon. */
final class ComingAndGoing implements AutoCloseable {

    /** The servers over a network; Trunkline itself starts the one on stdio again. */
    static final List<String> NETWORKED = List.of("streaming", "feed", "socket");

    private final NodeServers node;
    private final Path folder;
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();
    private final Map<String, Process> processes = new ConcurrentHashMap<>();

    /** Starts all. */
    ComingAndGoing(NodeServers node, Path folder) {
        this.node = node;
        this.folder = folder;
        NETWORKED.forEach(server -> {
            ports.put(server, Processes.freePorts(1));
            start(server);
        });
    }

    /** Host and port of a server. */
    String authority(String server) {
        return "127.0.0.1:" + ports.get(server);
    }

    /**
     * Kills one server, and starts it again after a moment.
     *
     * @param parent the process of Trunkline that the server on stdio is a child of
     */
    void killOne(long parent) {
        int which = ThreadLocalRandom.current().nextInt(NETWORKED.size() + 1);
        if (which == NETWORKED.size()) {
            ProcessHandle.of(parent).orElseThrow().children().forEach(ProcessHandle::destroyForcibly);
            return;
        }
        String server = NETWORKED.get(which);
        processes.get(server).destroyForcibly().onExit().join();
        start(server);
    }

    @Override
    public void close() {
        processes.values().forEach(Processes::end);
    }

    private void start(String server) {
        processes.put(
                server,
                node.startScript(
                        "gallery-servers.mjs",
                        ports.get(server),
                        Map.of("SECRET", Gallery.SECRET),
                        folder.resolve(server + ".out")));
    }
}
