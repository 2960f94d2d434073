package org.trunkline.registry.transfer;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.trunkline.problem.InvalidRequest;

/** The tools whose configuration files are read and written. */
enum FileFormat {
    /** {@code librechat.yaml}: {@code mcpServers}, {@code mcpSettings} and {@code interface.mcpServers}. */
    LIBRECHAT,
    /** Claude Desktop and Claude Code: {@code mcpServers} in JSON, variables as {@code ${NAME}}. */
    CLAUDE,
    /** Cursor: the same, variables as {@code ${env:NAME}}. */
    CURSOR,
    /** What Smithery's installer writes into the files of other tools. */
    SMITHERY,
    /** Visual Studio Code: {@code servers} and {@code inputs} in JSON. */
    VSCODE;

    /**
     * The format of that name, in lower case; null for null.
     *
     * @throws InvalidRequest when there is none
     */
    static FileFormat named(String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidRequest.field(
                        "format",
                        "Expected one of "
                                + Arrays.stream(values())
                                        .map(FileFormat::toString)
                                        .collect(Collectors.joining(", "))));
    }

    /** A user's value as a file of this format refers to it. */
    String reference(String variable) {
        return switch (this) {
            case LIBRECHAT -> "{{" + variable + "}}";
            case CLAUDE, SMITHERY -> "${" + variable + "}";
            case CURSOR -> "${env:" + variable + "}";
            case VSCODE -> "${input:" + variable + "}";
        };
    }

    /** The name in requests and answers. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
