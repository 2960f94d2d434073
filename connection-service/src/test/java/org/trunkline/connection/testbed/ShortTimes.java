package org.trunkline.connection.testbed;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * The test bed where what is remembered counts for moments, so that a test can see it end; but what calls are decided
 * by counts for long.
 */
public final class ShortTimes implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(
                ConnectionTestBed.class,
                Map.of(
                        "trunkline.servers.cache-time", "4s",
                        "trunkline.servers.outage-time", "10s",
                        "trunkline.credentials.cache-time", "1s",
                        "trunkline.tools.catalogue-budget", "3s",
                        "trunkline.tools.refresh-after", "1s",
                        "trunkline.tools.pause", "1s",
                        "trunkline.tools.definition-time", "1h")));
    }

    @Override
    public boolean disableGlobalTestResources() {
        return true;
    }
}
