package org.trunkline.connection.testbed;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.trunkline.telemetry.Collector;

/** Has the service send its traces to a collector of the test. */
public final class Traced implements QuarkusTestResourceLifecycleManager {

    private static Collector collector;

    /** Where the traces come. */
    public static Collector collector() {
        return collector;
    }

    @Override
    public Map<String, String> start() {
        collector = new Collector();
        return collector.settings();
    }

    @Override
    public void stop() {
        collector.close();
    }
}
