package org.trunkline.registry.declared;

import java.time.Instant;

import org.trunkline.server.ServerConfig;

/**
 * A server that the operator declared.
 *
 * @param config as declared: {@code ${NAME}} is not replaced
 * @param revision a hash of the configuration
 * @param since when this service first read it with this configuration
 */
public record DeclaredServer(String name, ServerConfig config, String revision, Instant since) {}
