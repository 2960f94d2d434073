package org.trunkline.registry.form;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.trunkline.problem.FieldIssue;

/**
 * What a form made of a configuration.
 *
 * @param config the fields that the form knows, with {@code type} always set; only to be used when there are no issues
 * @param issues what is wrong, in the order of the form
 */
public record Reading(ObjectNode config, List<FieldIssue> issues) {

    public boolean valid() {
        return issues.isEmpty();
    }
}
