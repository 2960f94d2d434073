package org.trunkline.registry.transfer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import org.trunkline.identity.Callers;
import org.trunkline.identity.IdentityConfig;
import org.trunkline.outbound.OutboundConfig;
import org.trunkline.problem.FieldIssue;
import org.trunkline.registry.capabilities.Capabilities;
import org.trunkline.registry.capabilities.Capability;
import org.trunkline.registry.servers.FieldChange;
import org.trunkline.registry.transfer.ImportResult.Outcome;

/**
 * Imports what a {@code librechat.yaml} says beside its servers: {@code interface.mcpServers} becomes the default
 * role's capabilities; {@code mcpSettings} is the operator's to set, and compared with what is set. Both are the
 * administrators' business.
 */
@ApplicationScoped
class SettingsImport {

    private static final JsonPath CAPABILITIES = new JsonPath("interface", "mcpServers");
    private static final JsonPath DOMAINS = new JsonPath("mcpSettings", "allowedDomains");
    private static final JsonPath ADDRESSES = new JsonPath("mcpSettings", "allowedAddresses");

    private final Callers callers;
    private final IdentityConfig identity;
    private final Capabilities capabilities;
    private final OutboundConfig outbound;

    SettingsImport(Callers callers, IdentityConfig identity, Capabilities capabilities, OutboundConfig outbound) {
        this.callers = callers;
        this.identity = identity;
        this.capabilities = capabilities;
        this.outbound = outbound;
    }

    /** Whether a file has any of these settings. */
    static boolean concerns(JsonNode root) {
        return List.of(CAPABILITIES, DOMAINS, ADDRESSES).stream()
                .anyMatch(path -> !path.in(root).isMissingNode());
    }

    /** What becomes of each setting that the file has; null when it has none. */
    List<ImportResult> run(JsonNode root, boolean dryRun) {
        if (!concerns(root)) {
            return null;
        }
        List<ImportResult> results = new ArrayList<>();
        if (CAPABILITIES.in(root).isObject()) {
            results.add(administrators() ? role(CAPABILITIES.in(root), dryRun) : forbidden(CAPABILITIES));
        }
        operators(root, DOMAINS, "trunkline.outbound.allowed-domains", outbound.allowedDomains())
                .ifPresent(results::add);
        operators(root, ADDRESSES, "trunkline.outbound.allowed-addresses", outbound.allowedAddresses())
                .ifPresent(results::add);
        return results;
    }

    private boolean administrators() {
        return callers.isAdmin(callers.current());
    }

    private ImportResult role(JsonNode given, boolean dryRun) {
        String role = identity.defaultRole();
        Map<Capability, Boolean> wanted = new EnumMap<>(Capability.class);
        List<FieldChange> changes = new ArrayList<>();
        capabilities.of(role).forEach((capability, now) -> {
            JsonNode says = given.path(capability.declaredName());
            if (says.isBoolean() && says.booleanValue() != now) {
                wanted.put(capability, says.booleanValue());
                changes.add(new FieldChange(role + "." + capability, now, says.booleanValue(), null));
            }
        });
        if (wanted.isEmpty()) {
            return result(CAPABILITIES, Outcome.UNCHANGED, false, null, null);
        }
        if (!dryRun) {
            capabilities.change(role, wanted, callers.current());
        }
        return result(CAPABILITIES, Outcome.CHANGE, !dryRun, changes, null);
    }

    private Optional<ImportResult> operators(JsonNode root, JsonPath path, String setting, Optional<List<String>> now) {
        if (path.in(root).isMissingNode()) {
            return Optional.empty();
        }
        if (!administrators()) {
            return Optional.of(forbidden(path));
        }
        List<String> wanted = StreamSupport.stream(path.in(root).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        if (wanted.equals(now.orElse(List.of()))) {
            return Optional.of(result(path, Outcome.UNCHANGED, false, null, null));
        }
        return Optional.of(refused(path, "Set " + setting + " to " + String.join(",", wanted) + " and restart"));
    }

    private static ImportResult forbidden(JsonPath path) {
        return refused(path, "Only administrators can import this setting");
    }

    private static ImportResult refused(JsonPath path, String message) {
        FieldIssue issue = new FieldIssue("custom", List.of(path.first(), path.second()), message);
        return result(path, Outcome.REFUSED, false, null, List.of(issue));
    }

    private static ImportResult result(
            JsonPath path, Outcome outcome, boolean done, List<FieldChange> changes, List<FieldIssue> errors) {
        return new ImportResult(path.first() + "." + path.second(), outcome, done, null, changes, errors, null, null);
    }

    private record JsonPath(String first, String second) {

        JsonNode in(JsonNode root) {
            return root.path(first).path(second);
        }
    }
}
