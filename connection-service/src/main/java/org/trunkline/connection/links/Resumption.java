package org.trunkline.connection.links;

import org.trunkline.connection.transports.UpstreamSession;

/**
 * How another link goes on with a link's conversation, without a handshake.
 *
 * @param greeting what the server answered to {@code initialize}, as JSON
 */
public record Resumption(UpstreamSession session, String greeting) {}
