package org.trunkline.start;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** No number, time or size is taken with which the service would start though nothing works. */
class NumericSettingsTest {

    @Test
    void areRefusedByTheirNames() {
        assertEquals(List.of(), NumericSettings.accepted(SafeStartConfig.class));
    }
}
