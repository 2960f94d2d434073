package org.trunkline.connection.tools;

import java.util.List;
import java.util.Map;

import org.trunkline.connection.credentials.KnownStates;
import org.trunkline.connection.links.Listing;
import org.trunkline.connection.tools.ToolCatalogue.AuthField;
import org.trunkline.connection.tools.ToolCatalogue.Outcome;
import org.trunkline.connection.tools.ToolCatalogue.ServerTools;
import org.trunkline.connection.tools.ToolCatalogue.ToolEntry;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ToolKey;
import org.trunkline.server.UserVariable;
import org.trunkline.tool.ToolDefinition;

/** One server's entry in a user's catalogue, as it is put together. */
record ServerEntry(ResolvedServer server, KnownStates states, SchemaFlavour flavour) {

    private static final String QUARANTINE =
            "tools are left out until somebody who may edit the server accepts their changed definitions";

    /** Whether the user has given the values that the server asks for, and has signed in if it asks for that. */
    private boolean authenticated() {
        return states.hasValues(server)
                && switch (states.of(server).state()) {
                    case NOT_REQUIRED, AUTHORIZED, STEP_UP -> true;
                    case NEEDS_AUTHORIZATION, AUTHORIZING, EXPIRED, ERROR -> false;
                };
    }

    /** Whether the user can be told what is remembered: nobody says that the server would not tell them. */
    boolean trusted() {
        return states.told() == null || authenticated();
    }

    ServerTools without(Outcome outcome, String why) {
        return entry(List.of(), outcome, why, null, null, null);
    }

    /**
     * @param outcome if no tool is left out
     * @param why null when the outcome is {@code ok}
     */
    ServerTools with(Listing listing, ToolGate.Sorted tools, Outcome outcome, String why) {
        boolean quarantine = !tools.quarantined().isEmpty();
        boolean leftOut = quarantine && outcome == Outcome.OK;
        return entry(
                tools.usable().stream().map(this::entry).toList(),
                leftOut ? Outcome.QUARANTINED : outcome,
                leftOut ? QUARANTINE : why,
                listing.age().toSeconds(),
                quarantine ? List.copyOf(tools.quarantined().keySet()) : null,
                listing.offer().cut());
    }

    private ServerTools entry(
            List<ToolEntry> tools, Outcome outcome, String why, Long age, List<String> quarantined, String incomplete) {
        ServerConfig config = server.config();
        return new ServerTools(
                server.name(),
                config.iconPath(),
                outcome != Outcome.UNAUTHORIZED && (authenticated() || states.told() == null && age != null),
                authConfig(),
                config.chatMenu(),
                tools,
                outcome,
                why,
                age,
                quarantined,
                incomplete);
    }

    private ToolEntry entry(ToolDefinition tool) {
        String key = ToolKey.of(tool.name(), server.name()).toString();
        return new ToolEntry(tool.name(), key, tool.description(), flavour.of(tool.inputSchema()), tool.annotations());
    }

    private List<AuthField> authConfig() {
        Map<String, UserVariable> asked = server.config().customUserVars();
        return asked == null
                ? List.of()
                : asked.entrySet().stream()
                        .map(variable -> new AuthField(
                                variable.getKey(),
                                variable.getValue().title(),
                                variable.getValue().description(),
                                !Boolean.FALSE.equals(variable.getValue().sensitive())))
                        .toList();
    }
}
