package org.trunkline.local.launcher;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.trunkline.local.Service;

/**
 * How many replicas of each service are to run.
 *
 * @param counts of the services that were named; the others have one
 */
record Replicas(Map<Service, Integer> counts) {

    private static final Pattern COUNT = Pattern.compile("([a-z]+)=([1-9])");

    /** One of each, as nothing else was asked for. */
    static final Replicas DEFAULT = new Replicas(Map.of());

    /**
     * Reads a list like {@code oauth=3,connection=2}.
     *
     * @throws LaunchFailure when it is none
     */
    static Replicas parse(String value) {
        Map<Service, Integer> counts = new EnumMap<>(Service.class);
        for (String part : value.split(",", -1)) {
            Matcher count = COUNT.matcher(part);
            if (!count.matches()) {
                throw refusal(value);
            }
            Service service = Service.named(count.group(1) + "-service").orElseThrow(() -> refusal(value));
            counts.put(service, Integer.valueOf(count.group(2)));
        }
        return new Replicas(counts);
    }

    private static LaunchFailure refusal(String value) {
        return new LaunchFailure("--replicas needs a list like oauth=3,connection=2 (of registry, oauth, connection;"
                + " 1 to 9 each), not " + value);
    }

    int of(Service service) {
        return counts.getOrDefault(service, 1);
    }

    /** Whether services that end are started again, which is so when replicas were asked for. */
    boolean areKept() {
        return !counts.isEmpty();
    }
}
