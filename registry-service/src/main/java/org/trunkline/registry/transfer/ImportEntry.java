package org.trunkline.registry.transfer;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.problem.FieldIssue;

/**
 * One server as a file or a registry describes it. Holds secrets.
 *
 * @param name as it is called there
 * @param config what it says, in LibreChat's form
 * @param inferred those of the configuration's user values that it refers to, but does not describe
 * @param unsaid the fields that its form has no place for: a server that is there keeps them
 * @param faults what cannot be imported, with the remedy
 * @param leftOut fields that mean nothing here
 * @param declared as the operator's file would have it, when only the operator may have it; else null
 */
public record ImportEntry(
        String name,
        ObjectNode config,
        Set<String> inferred,
        Set<String> unsaid,
        List<FieldIssue> faults,
        List<String> leftOut,
        ObjectNode declared) {

    /** What is said of a server that would be a process of Trunkline's. */
    public static final String ONLY_DECLARED = "Only operators may declare stdio servers: an administrator can put it"
            + " under mcpServers of the file that trunkline.declared.file names";

    @Override
    public String toString() {
        return "ImportEntry[name=" + name + "]";
    }
}
