package org.trunkline.registry.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.registry.declared.YamlTree;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A configuration file as it was sent.
 *
 * @param root all that it says
 * @param entries its servers
 */
record ImportFile(FileFormat format, JsonNode root, List<ImportEntry> entries) {

    private static final int LONGEST = 1_000_000;
    private static final int MOST_ENTRIES = 500;

    /** The tools allow comments and commas at the end in their JSON; a name that is there twice is a mistake. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    /**
     * Reads a file.
     *
     * @param asked its format; null to find out
     * @throws InvalidRequest when it cannot be read, or has no servers
     */
    static ImportFile read(String text, FileFormat asked) {
        if (text.length() > LONGEST) {
            throw new InvalidRequest("The file has more than " + LONGEST + " characters");
        }
        boolean json = text.stripLeading().startsWith("{");
        JsonNode root = json ? json(text) : yaml(text);
        FileFormat format = asked == null ? detected(json, root, text) : asked;
        String member = format == FileFormat.VSCODE ? "servers" : "mcpServers";
        JsonNode servers = root.path(member);
        if (servers.isMissingNode() && !(format == FileFormat.LIBRECHAT && SettingsImport.concerns(root))) {
            throw InvalidRequest.field(member, "The file has no " + member + ", where " + format + " has its servers");
        }
        if (!servers.isObject() && !servers.isMissingNode() && !servers.isNull()) {
            throw InvalidRequest.field(member, "Expected object: the servers by name");
        }
        if (servers.size() > MOST_ENTRIES) {
            throw InvalidRequest.field(member, "At most " + MOST_ENTRIES + " servers can be imported at once");
        }
        BiFunction<String, JsonNode, ImportEntry> reader =
                format == FileFormat.LIBRECHAT ? LibreChatEntries::read : new ClientEntries(root.path("inputs"))::read;
        List<ImportEntry> entries = new ArrayList<>();
        servers.properties().forEach(entry -> entries.add(reader.apply(entry.getKey(), entry.getValue())));
        return new ImportFile(format, root, entries);
    }

    private static FileFormat detected(boolean json, JsonNode root, String text) {
        if (!json) {
            return FileFormat.LIBRECHAT;
        }
        if (root.has("servers") && !root.has("mcpServers")) {
            return FileFormat.VSCODE;
        }
        if (text.contains("smithery")) {
            return FileFormat.SMITHERY;
        }
        boolean cursors = text.contains("${env:")
                || !root.path("mcpServers").findParents("envFile").isEmpty()
                || !root.path("mcpServers").findParents("auth").isEmpty();
        return cursors ? FileFormat.CURSOR : FileFormat.CLAUDE;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (MismatchedInputException e) {
            throw new InvalidRequest("The file has a name twice in one place: see line "
                    + e.getLocation().getLineNr());
        } catch (JsonProcessingException e) {
            throw InvalidRequest.notJson(e);
        }
    }

    private static JsonNode yaml(String text) {
        try {
            return YamlTree.read(text);
        } catch (MarkedYAMLException e) {
            String line = e.getProblemMark() == null
                    ? ""
                    : " in line " + (e.getProblemMark().getLine() + 1);
            throw new InvalidRequest("The file cannot be read as YAML" + line + ": " + e.getProblem());
        } catch (YAMLException e) {
            throw new InvalidRequest("The file cannot be read as YAML: " + e.getMessage());
        }
    }
}
