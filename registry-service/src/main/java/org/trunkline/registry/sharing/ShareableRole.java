package org.trunkline.registry.sharing;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.trunkline.registry.access.AccessRole;

/** A role that can be granted on a server. */
@RegisterForReflection
record ShareableRole(
        @Schema(examples = "mcpServer_viewer") String accessRoleId,

        @Schema(description = "The key of a text in LibreChat's clients", examples = "com_ui_mcp_server_role_viewer")
        String name,

        @Schema(
                description = "The key of a text in LibreChat's clients",
                examples = "com_ui_mcp_server_role_viewer_desc")
        String description,

        @Schema(description = "VIEW 1, EDIT 2, DELETE 4, SHARE 8", examples = "1")
        int permBits) {

    static ShareableRole of(AccessRole role) {
        return new ShareableRole(role.id(), role.textKey(), role.textKey() + "_desc", role.bits());
    }
}
