package org.trunkline.oauth.flows;

import java.util.List;
import java.util.Set;

import org.trunkline.server.ResolvedServer;

/**
 * What a flow is started for.
 *
 * @param user who has to consent
 * @param role of the user, as of the groups, when the flow was asked for
 * @param server with every placeholder of its URL and {@code oauth} block filled in
 * @param authenticate the values of {@code WWW-Authenticate} that the server refused with; empty when it was not asked
 * @param grantedScopes what the user's present grant has, so that a step-up asks for the union; empty without one
 */
public record FlowOrder(
        String user,
        String role,
        Set<String> groups,
        ResolvedServer server,
        List<String> authenticate,
        Set<String> grantedScopes) {}
