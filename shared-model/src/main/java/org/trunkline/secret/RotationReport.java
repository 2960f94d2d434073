package org.trunkline.secret;

import java.time.Instant;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far a rotation is, counted when asked for. */
@RegisterForReflection
public record RotationReport(
        RotationState state,

        @Schema(description = "The key that encrypts, as the replica that answers knows it", examples = "1374025823")
        long primaryKey,

        @Schema(description = "How many values are under the primary key")
        long done,

        @Schema(description = "How many values there are, those that do not open aside")
        long total,

        @Schema(description = "All keys that decrypt") List<KeyUse> keys,
        Unreadable unreadable,
        @Schema(description = "When it was last started") Instant startedAt,
        @Schema(description = "When it was done or stopped") Instant endedAt,

        @Schema(description = "Why the last try was given up; it is tried again while the state is running")
        String lastError) {

    /** How many values are under one key. */
    @RegisterForReflection
    @Schema(name = "RotationKeyUse")
    public record KeyUse(
            @Schema(examples = "1374025823") long key,
            long values,

            @Schema(description = "No value needs it: once every replica has the primary key, it can be removed")
            boolean removable) {}

    /** Values that no key opens. */
    @RegisterForReflection
    @Schema(name = "RotationUnreadable")
    public record Unreadable(
            long values,

            @Schema(
                    description = "Where the first of them are: owner and field",
                    examples = "[\"server:691f3c0e8f0a4b2d9c1e7a55:apiKey.key\"]")
            List<String> places) {}
}
