package org.trunkline.tool;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Which of a server's tools may be used. In a pattern {@code *} stands for any text and {@code ?} for one character;
 * all else is meant as it is written.
 *
 * @param allow patterns of the names that may be used; null: all
 * @param deny patterns of the names that may not be used, whatever {@code allow} says; null: none
 * @param readOnlyOnly true: only tools whose annotations say {@code readOnlyHint: true}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolPolicy(List<String> allow, List<String> deny, Boolean readOnlyOnly) {

    /** Whether the policy admits a tool of that name, if its annotations are no obstacle. */
    public boolean admitsName(String tool) {
        boolean allowed = allow == null || allow.stream().anyMatch(pattern -> matches(pattern, tool));
        return allowed && (deny == null || deny.stream().noneMatch(pattern -> matches(pattern, tool)));
    }

    /** Whether the policy admits a tool. */
    public boolean admits(ToolDefinition tool) {
        return admitsName(tool.name()) && (!needsAnnotations() || tool.readOnly());
    }

    /** Whether a tool's name alone does not decide. */
    @JsonIgnore
    public boolean needsAnnotations() {
        return Boolean.TRUE.equals(readOnlyOnly);
    }

    /**
     * In time proportional to the product of the lengths, whatever the pattern: a regular expression could take ages.
     */
    private static boolean matches(String pattern, String text) {
        int p = 0;
        int star = -1;
        int resume = 0;
        for (int t = 0; t < text.length(); ) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
            if (p < pattern.length() && wanted == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (wanted == '?' || wanted == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(rest -> rest == '*');
    }
}
