package org.trunkline.oauth.values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trunkline.problem.FieldIssue;
import org.trunkline.problem.InvalidRequest;
import org.trunkline.server.ResolvedServer;

/** Checks the values of a request against what the server asks its users for. */
final class GivenValues {

    /** Room for the longest tokens in use, and no more: each is sent on every request. */
    private static final int LONGEST = 16_384;

    private final String field;
    private final Set<String> declared;
    private final List<FieldIssue> issues = new ArrayList<>();

    /** @param field of the request that holds the values, for messages */
    GivenValues(String field, ResolvedServer server) {
        this.field = field;
        this.declared = declared(server);
    }

    /** The names that the server asks its users for, in its order. */
    static Set<String> declared(ResolvedServer server) {
        return server.config().customUserVars() == null
                ? Set.of()
                : server.config().customUserVars().keySet();
    }

    /**
     * The values, if all of them can be taken.
     *
     * @throws InvalidRequest naming each that cannot; never with its value
     */
    Map<String, String> checked(Map<String, String> values) {
        values.forEach((name, value) -> {
            if (!declared.contains(name)) {
                refuse(name, "the server does not ask for it; it asks for " + declared);
            } else if (value != null && value.length() > LONGEST) {
                refuse(name, "must have at most " + LONGEST + " characters");
            }
        });
        if (!issues.isEmpty()) {
            throw InvalidRequest.fields("Some values cannot be stored", issues);
        }
        return new LinkedHashMap<>(values);
    }

    private void refuse(String name, String why) {
        issues.add(new FieldIssue("custom", List.of(field, name), why));
    }
}
