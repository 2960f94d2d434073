package org.trunkline.oauth.testbed;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.oauth.flows.FlowOrder;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

/** Orders of flows, as the neighbours' questions lead to them. */
public final class Orders {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Orders() {}

    /** A flow at a server that was not asked yet, of a user without a grant. */
    public static FlowOrder of(String user, String server, String config) {
        return of(user, server, config, List.of(), Set.of());
    }

    /** A flow after the server's refusal. */
    public static FlowOrder of(
            String user, String server, String config, List<String> authenticate, Set<String> granted) {
        return new FlowOrder(user, "USER", Set.of(), resolved(server, config), authenticate, granted);
    }

    /** A declared server; single quotes stand for double ones. */
    public static ResolvedServer resolved(String server, String config) {
        try {
            ServerConfig read = JSON.readValue(config.replace('\'', '"'), ServerConfig.class);
            return new ResolvedServer(server, ServerSource.DECLARED, null, read, 15, "1");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
