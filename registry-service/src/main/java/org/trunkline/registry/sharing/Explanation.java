package org.trunkline.registry.sharing;

import java.util.Collection;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.registry.access.Permission;

/** Why a user may do what with a server, and not the rest. */
@RegisterForReflection
record Explanation(
        @Schema(examples = "bob") String user,

        @Schema(examples = "Bob Brown") String name,

        @Schema(description = "Of the user's last token; the default role for who never signed in")
        String role,

        @Schema(description = "Of the user's last token") Collection<String> groups,

        @Schema(description = "All that entries grant: VIEW 1, EDIT 2, DELETE 4, SHARE 8", examples = "3")
        int permissionBits,

        List<Verdict> permissions) {

    /** One permission, and why the user has it or has not. */
    @RegisterForReflection
    record Verdict(
            Permission permission,
            boolean allowed,

            @Schema(description = "In words, each entry and capability that counts")
            List<String> reasons) {}
}
