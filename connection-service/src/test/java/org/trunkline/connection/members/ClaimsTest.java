package org.trunkline.connection.members;

import java.lang.management.ManagementFactory;

import jakarta.inject.Inject;

import com.sun.management.UnixOperatingSystemMXBean;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.trunkline.connection.testbed.ConnectionTestBed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Keys that are claimed by one replica and given up together. */
@QuarkusTest
@QuarkusTestResource(ConnectionTestBed.class)
class ClaimsTest {

    private static final int KEYS = 1_500;

    /** That the database's and our own side of a few connections take. */
    private static final int FEW = 20;

    @Inject
    Claims claims;

    @Test
    void manyTakeFewConnectionsToTheDatabase() {
        // given
        await("the replica to be a member").ignoreExceptions().until(() -> place(0) instanceof Place.Here);
        for (int i = 0; i < KEYS; i++) {
            assertInstanceOf(Place.Here.class, place(i));
        }
        long before = descriptors();

        // when
        claims.keepNone().await().indefinitely();

        // then
        long more = descriptors() - before;
        assertTrue(more < FEW, more + " more descriptors");
        assertEquals(0, claims.count("many ", KEYS).await().indefinitely());
    }

    private Place place(int i) {
        return claims.place("many " + i, Arrival.DIRECT).await().indefinitely();
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}
