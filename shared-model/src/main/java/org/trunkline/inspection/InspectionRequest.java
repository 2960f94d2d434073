package org.trunkline.inspection;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.trunkline.server.ServerConfig;
import org.trunkline.server.ServerSource;

/**
 * Asks what an MCP server is like.
 *
 * @param config secrets in clear, placeholders not filled
 * @param source decides which placeholders are filled
 */
@RegisterForReflection
public record InspectionRequest(ServerConfig config, ServerSource source) {}
