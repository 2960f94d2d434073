package org.trunkline.registry.sharing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.registry.access.KnownGroup;
import org.trunkline.registry.access.KnownUser;
import org.trunkline.registry.access.PrincipalType;

/** Somebody whom access can be granted to. */
@RegisterForReflection
record FoundPrincipal(
        @Schema(examples = "bob") String id,
        PrincipalType type,
        @Schema(examples = "Bob Brown") String name,
        @Schema(examples = "bob@example.org") String email,
        @Schema(examples = "bob") String username,

        @Schema(description = "Always local", examples = "local")
        String source) {

    private static final String SOURCE = "local";

    static FoundPrincipal of(KnownUser user) {
        return new FoundPrincipal(user.id, PrincipalType.USER, user.label(), user.email, user.username, SOURCE);
    }

    static FoundPrincipal of(KnownGroup group) {
        return new FoundPrincipal(group.id, PrincipalType.GROUP, group.label(), null, null, SOURCE);
    }

    static FoundPrincipal ofRole(String role) {
        return new FoundPrincipal(role, PrincipalType.ROLE, role, null, null, SOURCE);
    }
}
