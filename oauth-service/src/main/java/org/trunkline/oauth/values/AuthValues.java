package org.trunkline.oauth.values;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.server.ResolvedServer;

/** Which of a server's variables the caller has a value for, in LibreChat's form: the values themselves never leave. */
@RegisterForReflection
record AuthValues(
        boolean success,
        String serverName,

        @Schema(description = "Variable to whether a value is stored", examples = "{\"API_KEY\": true}")
        Map<String, Boolean> authValueFlags) {

    static AuthValues of(ResolvedServer server, Set<String> stored) {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        GivenValues.declared(server).forEach(name -> flags.put(name, stored.contains(name)));
        return new AuthValues(true, server.name(), flags);
    }
}
