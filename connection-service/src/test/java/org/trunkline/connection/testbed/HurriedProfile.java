package org.trunkline.connection.testbed;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A service whose sessions are few and live short, and which forgives servers soon. */
public final class HurriedProfile implements QuarkusTestProfile {

    /** How many sessions a user may have. */
    public static final int MOST_OF_USER = 4;

    /** How many sessions there may be with one server. */
    public static final int MOST_WITH_SERVER = 6;

    /** How many sessions with one server are opened at a time. */
    public static final int AT_A_TIME = 2;

    /** How long fetching a server's list of tools may take. */
    public static final int LIST_TIME_MS = 5_000;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "trunkline.sessions.idle-timeout",
                "3s",
                "trunkline.tools.refresh-after",
                "200ms",
                "trunkline.sessions.max-per-user",
                String.valueOf(MOST_OF_USER),
                "trunkline.sessions.max-per-server",
                String.valueOf(MOST_WITH_SERVER),
                "trunkline.connect.concurrency",
                String.valueOf(AT_A_TIME),
                "trunkline.connect.pause",
                "2s",
                "trunkline.connect.longest-pause",
                "4s",
                "trunkline.links.list-time",
                LIST_TIME_MS + "ms");
    }
}
