package org.trunkline.local.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the command line of {@code deploy/local/up} asks for.
 *
 * @param root the repository
 * @param port the front door's; the other ports follow it
 * @param fresh whether to start without the data of earlier runs
 * @param data the folder of database, keys and logs
 * @param declared the file of declared servers
 * @param allowed private targets, as host:port, that MCP servers may be connected at beside the samples
 * @param replicas how many of each service
 * @param packaging which of what the build makes of the services is started
 */
record Options(
        Path root,
        int port,
        boolean fresh,
        Path data,
        Path declared,
        List<String> allowed,
        Replicas replicas,
        Packaging packaging) {

    private static final Pattern TARGET = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s,:/\\[\\]]+):[0-9]{1,5}");

    private static final String DEFAULT_PORT = "3080";

    /** @throws LaunchFailure for an unknown option or a missing or impossible value */
    static Options parse(Path root, String... arguments) {
        Map<String, String> given = new HashMap<>();
        List<String> allowed = new ArrayList<>();
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--port", "--data", "--declared", "--replicas" -> given.put(option, valueOf(option, rest));
                case "--allow" -> allowed.add(target(valueOf(option, rest)));
                case "--fresh", "--native" -> given.put(option, "");
                default -> throw new LaunchFailure("unknown option " + option + " (deploy/local/up --help lists them)");
            }
        }
        return of(root, given, List.copyOf(allowed));
    }

    private static String valueOf(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new LaunchFailure(option + " needs a value");
        }
        return rest.next();
    }

    private static Options of(Path root, Map<String, String> given, List<String> allowed) {
        return new Options(
                root,
                port(given.getOrDefault("--port", DEFAULT_PORT)),
                given.containsKey("--fresh"),
                file(given.getOrDefault("--data", root.resolve(".trunkline").toString())),
                file(given.getOrDefault(
                        "--declared",
                        root.resolve("deploy/local/declared-servers.yaml").toString())),
                allowed,
                given.containsKey("--replicas") ? Replicas.parse(given.get("--replicas")) : Replicas.DEFAULT,
                given.containsKey("--native") ? Packaging.NATIVE : Packaging.JVM);
    }

    private static String target(String value) {
        if (!TARGET.matcher(value).matches()) {
            throw new LaunchFailure("--allow needs HOST:PORT, not " + value);
        }
        return value;
    }

    private static Path file(String value) {
        return Path.of(value).toAbsolutePath().normalize();
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 1) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new LaunchFailure("--port needs a number, not " + value);
        }
        throw new LaunchFailure("--port needs a number from 1");
    }
}
