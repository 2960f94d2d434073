package org.trunkline.connection.links;

import java.util.List;

import org.trunkline.tool.ToolDefinition;

/**
 * What a server offers to models. Equal offers of living sessions are one object, so that any number of users of one
 * server take the memory of one.
 *
 * @param tools in the server's order; of several with one name all
 * @param instructions the server's own text for models; null when it has none
 * @param cut why tools are left out; null when all are here
 */
public record Offer(List<ToolDefinition> tools, String instructions, String cut) {}
