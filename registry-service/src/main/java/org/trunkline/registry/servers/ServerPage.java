package org.trunkline.registry.servers;

import java.util.List;

/**
 * Some of the servers that somebody sees.
 *
 * @param next where the page after this one begins; null on the last
 */
public record ServerPage(List<VisibleServer> servers, ServerCursor next) {}
