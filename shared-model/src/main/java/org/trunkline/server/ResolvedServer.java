package org.trunkline.server;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The registry's answer to a neighbour for one user and one server: the full configuration, secrets in clear, and what
 * the user may do with it. Never leaves the platform.
 *
 * @param name unique, as users and URLs name it
 * @param id of the stored document; null for a declared server
 * @param permissions the user's effective bits: VIEW 1, EDIT 2, DELETE 4, SHARE 8
 * @param revision changes with every change of the configuration; opaque
 */
@RegisterForReflection
public record ResolvedServer(
        String name, ServerSource source, String id, ServerConfig config, int permissions, String revision) {}
