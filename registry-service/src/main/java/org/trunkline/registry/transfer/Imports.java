package org.trunkline.registry.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.identity.Caller;
import org.trunkline.identity.Callers;
import org.trunkline.problem.FieldIssue;
import org.trunkline.problem.Problem;
import org.trunkline.problem.TargetNotAllowed;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.form.Reading;
import org.trunkline.registry.form.UserForm;
import org.trunkline.registry.servers.Draft;
import org.trunkline.registry.servers.ServerDrafts;
import org.trunkline.registry.servers.VisibleServer;
import org.trunkline.registry.servers.VisibleServers;
import org.trunkline.registry.transfer.ImportResult.Outcome;

/**
 * Makes managed servers of what a file or a registry describes, by the same form and the same rules as over the API.
 * Each entry is for itself: one that is refused keeps no other from being imported. Administrators import as the users
 * that they are, so that an entry never stands for another user's server.
 */
@ApplicationScoped
public class Imports {

    private final Callers callers;
    private final VisibleServers servers;
    private final ServerDrafts drafts;
    private final DeclaredYaml yaml;
    private final ObjectMapper json;
    private final UserForm form = UserForm.withUserValues();

    Imports(Callers callers, VisibleServers servers, ServerDrafts drafts, DeclaredYaml yaml, ObjectMapper json) {
        this.callers = callers;
        this.servers = servers;
        this.drafts = drafts;
        this.yaml = yaml;
        this.json = json;
    }

    /**
     * What becomes of each entry, in their order.
     *
     * @param dryRun whether nothing is written
     */
    public List<ImportResult> run(List<ImportEntry> entries, boolean dryRun) {
        Caller caller = callers.current();
        ImportTargets targets =
                new ImportTargets(servers.all(new Principals(caller.id(), caller.role(), caller.groups())));
        List<ImportResult> results = new ArrayList<>();
        for (ImportEntry entry : entries) {
            results.add(run(entry, targets, dryRun));
        }
        return results;
    }

    private ImportResult run(ImportEntry entry, ImportTargets targets, boolean dryRun) {
        String title = EntryConfig.title(entry);
        Optional<VisibleServer> server = targets.find(entry.name(), title);
        Optional<String> earlier = targets.earlier(entry.name(), title, server);
        if (!entry.faults().isEmpty()) {
            return refused(entry, entry.faults());
        }
        if (earlier.isPresent()) {
            return refused(entry, "It stands for the same server as '" + earlier.get() + "': give it another name");
        }
        if (server.isPresent() && !ImportTargets.isEditable(server.get())) {
            return refused(entry, "A server of this name is there that you may not change: give it another name");
        }
        try {
            return run(entry, server.orElse(null), dryRun);
        } catch (Problem problem) {
            if (problem.status().getStatusCode() >= 500) {
                throw problem;
            }
            return refused(entry, issues(problem));
        }
    }

    private ImportResult run(ImportEntry entry, VisibleServer server, boolean dryRun) {
        EntryConfig meant = new EntryConfig(entry, server, json);
        Reading reading = form.read(meant.config());
        List<FieldIssue> faults = Stream.concat(meant.faults().stream(), reading.issues().stream())
                .toList();
        if (!faults.isEmpty()) {
            return refused(entry, faults);
        }
        Draft draft = server == null
                ? drafts.creation(reading.config())
                : drafts.change(server, reading.config(), meant.kept());
        Outcome outcome =
                server == null ? Outcome.CREATE : draft.changes().isEmpty() ? Outcome.UNCHANGED : Outcome.CHANGE;
        VisibleServer after = dryRun || outcome == Outcome.UNCHANGED ? server : drafts.apply(draft);
        return new ImportResult(
                entry.name(),
                outcome,
                !dryRun && outcome != Outcome.UNCHANGED,
                after == null ? null : after.name(),
                draft.changes().isEmpty() ? null : draft.changes(),
                null,
                leftOut(entry, meant.config(), reading.config()),
                null);
    }

    private static List<String> leftOut(ImportEntry entry, ObjectNode meant, ObjectNode read) {
        List<String> leftOut = new ArrayList<>(entry.leftOut());
        meant.fieldNames().forEachRemaining(field -> {
            if (!read.has(field)) {
                leftOut.add(field);
            }
        });
        return leftOut.isEmpty() ? null : leftOut;
    }

    private ImportResult refused(ImportEntry entry, String message) {
        return refused(entry, List.of(new FieldIssue("custom", List.of(), message)));
    }

    private ImportResult refused(ImportEntry entry, List<FieldIssue> issues) {
        boolean told = entry.declared() != null && callers.isAdmin(callers.current());
        return ImportResult.refused(
                entry, issues, told ? yaml.of(json.createObjectNode().set(entry.name(), entry.declared())) : null);
    }

    private static List<FieldIssue> issues(Problem problem) {
        List<FieldIssue> issues = problem.body().get("errors") instanceof List<?> errors
                ? errors.stream()
                        .filter(FieldIssue.class::isInstance)
                        .map(FieldIssue.class::cast)
                        .toList()
                : List.of();
        List<Object> path = problem instanceof TargetNotAllowed ? List.of("url") : List.of();
        return issues.isEmpty() ? List.of(new FieldIssue("custom", path, problem.getMessage())) : issues;
    }
}
