package org.trunkline.connection.links;

/** The requests of MCP that links make (MCP 2025-11-25). */
enum Method {
    INITIALIZE("initialize"),
    LIST_TOOLS("tools/list"),
    CALL_TOOL("tools/call");

    private final String word;

    Method(String word) {
        this.word = word;
    }

    /** As it is in requests. */
    String word() {
        return word;
    }
}
