package org.trunkline.oauth.grants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

/** What tests ask of grants, for a server named {@code srv}. */
final class Orders {

    static final String URL = "http://127.0.0.1:1/mcp";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Orders() {}

    static GrantOrder order(String user) {
        return at(user, URL);
    }

    static GrantOrder at(String user, String url) {
        return of(user, "{'type':'streamable-http','url':'" + url + "'}", null);
    }

    static GrantOrder configured(String user, String client, String secret, String tokenUrl) {
        String endpoint = tokenUrl == null ? "" : ",'token_url':'" + tokenUrl + "'";
        return of(
                user,
                "{'type':'streamable-http','url':'" + URL + "','oauth':{'client_id':'" + client + "','client_secret':'"
                        + secret + "'" + endpoint + "}}",
                null);
    }

    static GrantOrder of(String user, String config, String userToken) {
        try {
            ServerConfig parsed = JSON.readValue(config.replace('\'', '"'), ServerConfig.class);
            return new GrantOrder(
                    user, new ResolvedServer("srv", ServerSource.DECLARED, null, parsed, 1, "1"), userToken);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
