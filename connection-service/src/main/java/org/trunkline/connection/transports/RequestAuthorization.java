package org.trunkline.connection.transports;

import java.util.Map;

/** The headers that authorize requests to an MCP server, made anew for each: a token may have been refreshed since. */
public interface RequestAuthorization {

    /** No such headers, beside those that the server's configuration has. */
    RequestAuthorization NONE = (method, url) -> Map.of();

    /**
     * The headers of one request.
     *
     * @param url that it goes to
     */
    Map<String, String> headers(String method, String url);

    /**
     * Asked right before a request leaves that may change something at the server.
     *
     * @throws RuntimeException when it must not leave: the session is another replica's by now
     */
    default void require() {}

    /** Takes the nonce that the server wants in the proofs of the requests to come (RFC 9449, section 9). */
    default void nonce(String nonce) {}
}
