package org.trunkline.registry.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be granted on a server: permissions under a name, with LibreChat's ids and keys of texts. */
public enum AccessRole {
    VIEWER(Permission.VIEW.bit()),
    EDITOR(Permission.VIEW.bit() | Permission.EDIT.bit()),
    OWNER(Permission.ALL);

    private final int bits;

    AccessRole(int bits) {
        this.bits = bits;
    }

    /** As it is stored and sent, for instance {@code mcpServer_viewer}. */
    public String id() {
        return AccessEntries.SERVER + "_" + word();
    }

    /** The {@link Permission}s. */
    public int bits() {
        return bits;
    }

    /** The key under which LibreChat's clients have a name for it; with {@code _desc}, a description. */
    public String textKey() {
        return "com_ui_mcp_server_role_" + word();
    }

    /** The one with that {@link #id()}. */
    public static Optional<AccessRole> of(String id) {
        return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
