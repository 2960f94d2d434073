package org.trunkline.credential;

import java.time.Instant;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A flow that waits for its user.
 *
 * @param id as {@code GET /api/mcp/oauth/status/{id}} takes it
 * @param url where the user's browser goes: {@code /api/mcp/{server}/oauth/initiate} of the public origin
 * @param expiresAt when it fails by itself
 */
@RegisterForReflection
public record PendingFlow(String id, String url, Instant expiresAt) {}
