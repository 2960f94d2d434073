package org.trunkline.oauth.grants;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.start.NumericSettings;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** No number, time or size is taken with which the service would start though nothing works. */
class NumericSettingsTest {

    @Test
    void areRefusedByTheirNames() {
        assertEquals(List.of(), NumericSettings.accepted(GrantsConfig.class));
    }
}
