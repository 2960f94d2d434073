package org.trunkline.registry.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.problem.FieldIssue;
import org.trunkline.registry.catalog.ServerJson.Input;
import org.trunkline.registry.catalog.ServerJson.PackageJson;
import org.trunkline.registry.transfer.ImportEntry;

/**
 * Says how the operator would declare a described server that is a program: the command that fetches and runs it, and
 * the variables of the operator's environment that it needs.
 */
final class PackageEntry {

    private static final Set<String> RUNNABLE = Set.of("npm", "pypi", "oci", "nuget");

    private PackageEntry() {}

    /** An entry that is refused, with the declaration for an administrator if there is a command for it. */
    static ImportEntry of(ServerJson server) {
        ObjectNode declared = Optional.ofNullable(server.packaged()).orElse(List.of()).stream()
                .filter(Objects::nonNull)
                .filter(found -> found.identifier() != null && RUNNABLE.contains(String.valueOf(found.registryType())))
                .findFirst()
                .map(found -> declared(server, found))
                .orElse(null);
        FieldIssue issue = new FieldIssue("custom", List.of("packages"), ImportEntry.ONLY_DECLARED);
        return new ImportEntry(
                RemoteEntry.localName(server),
                JsonNodeFactory.instance.objectNode(),
                Set.of(),
                Set.of(),
                List.of(issue),
                List.of(),
                declared);
    }

    private static ObjectNode declared(ServerJson server, PackageJson found) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("type", "stdio");
        if (server.description() != null) {
            entry.put("description", server.description());
        }
        ArrayNode args = JsonNodeFactory.instance.arrayNode();
        entry.put("command", command(found, args));
        entry.set("args", args);
        inputs(found.packageArguments()).flatMap(PackageEntry::argument).forEach(args::add);
        ObjectNode env = JsonNodeFactory.instance.objectNode();
        variables(found).forEach(variable -> env.put(variable.name(), value(variable.name(), variable)));
        if (!env.isEmpty()) {
            entry.set("env", env);
        }
        return entry;
    }

    /** The command, its own arguments and the package put into {@code args}. */
    private static String command(PackageJson found, ArrayNode args) {
        String version = found.version();
        List<String> runtime =
                inputs(found.runtimeArguments()).flatMap(PackageEntry::argument).toList();
        switch (found.registryType()) {
            case "npm" -> {
                args.add("-y");
                runtime.stream().filter(arg -> !arg.equals("-y")).forEach(args::add);
                args.add(found.identifier() + (version == null ? "" : "@" + version));
                return "npx";
            }
            case "pypi" -> {
                runtime.forEach(args::add);
                args.add(found.identifier() + (version == null ? "" : "@" + version));
                return "uvx";
            }
            case "oci" -> {
                List.of("run", "-i", "--rm").forEach(args::add);
                variables(found).forEach(variable -> args.add("-e").add(variable.name()));
                runtime.forEach(args::add);
                args.add(found.identifier() + (version == null ? "" : ":" + version));
                return "docker";
            }
            default -> {
                runtime.forEach(args::add);
                args.add(found.identifier() + (version == null ? "" : "@" + version));
                List.of("--yes", "--").forEach(args::add);
                return "dnx";
            }
        }
    }

    private static Stream<Input> inputs(List<Input> inputs) {
        return inputs == null ? Stream.of() : inputs.stream().filter(Objects::nonNull);
    }

    private static Stream<Input> variables(PackageJson found) {
        return inputs(found.environmentVariables()).filter(variable -> variable.name() != null);
    }

    /** An optional argument that has no value is left out. */
    private static Stream<String> argument(Input argument) {
        boolean named = "named".equals(argument.type()) && argument.name() != null;
        String name = named ? argument.name() : argument.valueHint();
        boolean valued = argument.value() != null || argument.fallback() != null;
        if (!valued && !argument.mustBeGiven()) {
            return Stream.of();
        }
        String value = value(name == null ? "ARGUMENT" : name, argument);
        return named ? Stream.of(name, value) : Stream.of(value);
    }

    /** Fixed, else by default, else the operator's variable of that name. */
    private static String value(String name, Input input) {
        if (input.value() != null) {
            return input.value().replaceAll("\\{([a-zA-Z_][a-zA-Z0-9_]*)}", "\\${$1}");
        }
        boolean usable = input.fallback() != null && !input.isSecret();
        return usable ? input.fallback() : "${" + variable(name) + "}";
    }

    private static String variable(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9]", "_").replaceFirst("^_+", "");
        return plain.toUpperCase(Locale.ROOT);
    }
}
