package org.trunkline.server;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The registry's answer to a neighbour for one user and one server: the full configuration, secrets in clear, and what
 * the user may do with it. Never leaves the platform.
 *
 * @param name unique, as users and URLs name it
 * @param id of the stored document; null for a declared server
 * @param permissions the user's effective bits: VIEW 1, EDIT 2, DELETE 4, SHARE 8
 * @param revision changes with every change of the configuration; opaque
 * @param inspectionFailed the server could not be connected when it was saved, so what it is like is not known
 * @param pins the hashes of the tools' accepted definitions, by the tools' names; null unless {@code pinTools} is on
 * @param instructions the server's own text for models, as an inspection found it; null unless
 *     {@code serverInstructions} is {@code true}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResolvedServer(
        String name,
        ServerSource source,
        String id,
        ServerConfig config,
        int permissions,
        String revision,
        boolean inspectionFailed,
        Map<String, String> pins,
        String instructions) {

    /** A server that could be inspected and whose tools are not pinned. */
    public ResolvedServer(
            String name, ServerSource source, String id, ServerConfig config, int permissions, String revision) {
        this(name, source, id, config, permissions, revision, false, null, null);
    }

    /** The same with what was found out about whether users sign in there: {@link ServerConfig#detected}. */
    public ResolvedServer detected(Boolean required) {
        return new ResolvedServer(
                name,
                source,
                id,
                config.detected(required),
                permissions,
                revision,
                inspectionFailed,
                pins,
                instructions);
    }
}
