package org.trunkline.registry.sharing;

import jakarta.enterprise.context.ApplicationScoped;

import org.bson.types.ObjectId;
import org.jboss.logging.Logger;
import org.trunkline.problem.Conflict;
import org.trunkline.problem.Forbidden;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.Principals;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.capabilities.Capabilities;
import org.trunkline.registry.capabilities.Capability;
import org.trunkline.registry.servers.SharingJournal;

/** Changes who may do what with a server: all that is asked, or nothing and why. */
@ApplicationScoped
class SharingChanges {

    private static final Logger LOG = Logger.getLogger(SharingChanges.class);

    private final ShareableServers servers;
    private final AccessEntries entries;
    private final SharingJournal journal;
    private final SharingRepair repair;
    private final Capabilities capabilities;
    private final SharingForm form;
    private final SharingLease lease;

    SharingChanges(
            ShareableServers servers,
            AccessEntries entries,
            SharingJournal journal,
            SharingRepair repair,
            Capabilities capabilities,
            SharingForm form,
            SharingLease lease) {
        this.servers = servers;
        this.entries = entries;
        this.journal = journal;
        this.repair = repair;
        this.capabilities = capabilities;
        this.form = form;
        this.lease = lease;
    }

    /**
     * Does what is asked and tells what it was.
     *
     * @throws Conflict when no owner would be left
     */
    SharingPlan apply(Principals caller, ObjectId server, SharingRequest request) {
        servers.checkShare(caller, server);
        if (!capabilities.has(caller.role(), Capability.SHARE)) {
            throw new Forbidden("Forbidden", "You do not have permission to share mcpServer resources");
        }
        return lease.during(server, () -> change(caller, server, request));
    }

    /** Whoever came before may have taken the caller's right to share, or have stopped halfway. */
    private SharingPlan change(Principals caller, ObjectId server, SharingRequest request) {
        repair.finish(server);
        servers.checkShare(caller, server);
        SharingPlan plan = form.read(request, entries.on(server));
        if (plan.opensToEveryone() && !capabilities.has(caller.role(), Capability.SHARE_PUBLIC)) {
            throw new Forbidden("Forbidden", "You do not have permission to share mcpServer resources publicly");
        }
        if (!plan.keepsOwner()) {
            throw new Conflict("A server needs an owner: make another user or group its owner, without an end, first");
        }
        var steps = plan.steps();
        if (!steps.isEmpty()) {
            AuditEntry begun = journal.begin(server, event -> SharingSteps.write(event, steps, plan.now()))
                    .orElseThrow(ShareableServers::absent);
            steps.forEach(step -> step.getValue()
                    .ifPresentOrElse(
                            grant -> entries.grant(grant, server, caller.user()),
                            () -> entries.revoke(step.getKey(), server)));
            journal.end(server, begun);
        }
        LOG.infof("permissions changed: id=%s changes=%d user=%s", server, steps.size(), caller.user());
        return plan;
    }
}
