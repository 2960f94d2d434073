package org.trunkline.connection.sessions;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Tools that may not be used until somebody who may edit their server accepts what they say of themselves now.
 *
 * @param tools the hashes of the definitions that wait, by the tools' names
 * @param whole whether the server is in quarantine itself: no other tool is left that might be used
 * @param since when the first of them was seen
 */
@RegisterForReflection
public record Quarantine(Map<String, String> tools, boolean whole, Instant since) {

    /** The names of the tools. */
    public Set<String> names() {
        return new TreeSet<>(tools.keySet());
    }

    /** It in words. */
    public String message() {
        String who = "until somebody who may edit the server accepts their changed definitions";
        return whole ? "none of its tools may be used " + who : "tools are left out " + who;
    }

    /** Whether the same tools wait with the same definitions. */
    boolean isOf(Map<String, String> others, boolean all) {
        return tools.equals(others) && whole == all;
    }

    /** What is left of it when these definitions are accepted; null when nothing is. */
    Quarantine without(Map<String, String> accepted) {
        Map<String, String> left = new TreeMap<>(tools);
        left.entrySet().removeIf(tool -> tool.getValue().equals(accepted.get(tool.getKey())));
        return left.isEmpty() ? null : new Quarantine(left, whole && left.size() == tools.size(), since);
    }
}
