package org.trunkline.tool;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Definitions of a server's tools that are new or differ from the pinned ones.
 *
 * @param revision of the configuration that the session with the server was opened with
 */
@RegisterForReflection
public record ToolReport(String revision, List<ToolDefinition> tools) {}
