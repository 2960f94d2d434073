package org.trunkline.oauth.grants;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.server.OnBehalfOf;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

/**
 * The tokens for Microsoft Graph that are got on behalf of users (librechat.md, B.4). They are kept as grants for a
 * server that no configuration can name, so one serves all servers that refer to it, on all replicas.
 */
@ApplicationScoped
public class GraphTokens {

    private static final String NAME = "microsoft/graph";
    private static final String URL = "https://graph.microsoft.com";

    private final Grants grants;
    private final ResolvedServer graph;

    GraphTokens(Grants grants, OnBehalfOfConfig config) {
        this.grants = grants;
        ServerConfig asked = ServerConfig.onBehalfOf(URL, new OnBehalfOf(config.graphScopes()));
        this.graph = new ResolvedServer(NAME, ServerSource.DECLARED, null, asked, 0, config.graphScopes());
    }

    /**
     * A user's token.
     *
     * @param userToken the user's own, which it is exchanged for; null when there is none
     * @return {@link GrantState.Usable}, or why there is none
     */
    public GrantState of(String user, String userToken) {
        return grants.usable(new GrantOrder(user, graph, userToken));
    }
}
