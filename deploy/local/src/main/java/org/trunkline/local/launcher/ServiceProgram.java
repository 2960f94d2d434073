package org.trunkline.local.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What has to be called for a replica.
 *
 * @param environment the settings, secrets among them
 * @param log where the output goes
 */
record ServiceProgram(Replica replica, List<String> command, Map<String, String> environment, Path log) {

    @Override
    public String toString() {
        return "ServiceProgram[" + replica.name() + "]";
    }
}
