package org.trunkline.server;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of server names: how a title becomes one, and how one becomes part of a tool's key. */
public final class ServerNames {

    private static final Pattern NORMAL = Pattern.compile("[a-zA-Z0-9_.-]+");
    /** The blanks of ECMAScript's {@code \\s}, so that a title gets the name that LibreChat gives it. */
    private static final String BLANK = "\\s\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";

    private static final Pattern NOT_SLUG = Pattern.compile("[^a-z0-9" + BLANK + "-]");
    private static final Pattern GAP = Pattern.compile("[" + BLANK + "-]+");

    private ServerNames() {}

    /**
     * The form of {@code name} that model providers accept: every other UTF-16 unit becomes {@code _}; nothing left, a
     * hash.
     */
    public static String normalize(String name) {
        if (NORMAL.matcher(name).matches()) {
            return name;
        }
        StringBuilder normal = new StringBuilder(name.length());
        name.chars().forEach(unit -> normal.append(isNormal(unit) ? (char) unit : '_'));
        String trimmed = trim(normal.toString(), '_');
        return trimmed.isEmpty() ? "server_" + Math.abs((long) name.hashCode()) : trimmed;
    }

    /** The name that a server with this title gets, before a number makes it unique. */
    public static String slug(String title) {
        String letters = NOT_SLUG.matcher(title.toLowerCase(Locale.ROOT)).replaceAll("");
        String slug = trim(GAP.matcher(letters).replaceAll("-"), '-');
        return slug.isEmpty() ? "mcp-server" : slug;
    }

    /**
     * Those of {@code names} whose tools cannot be told from another server's, because the normalised names are equal,
     * in their order: a name that is already normal keeps its place, else the first in order does.
     */
    public static Set<String> shadowed(Collection<String> names) {
        Map<String, String> holders = holders(names);
        Set<String> shadowed = new LinkedHashSet<>(names);
        shadowed.removeIf(name -> holders.get(normalize(name)).equals(name));
        return shadowed;
    }

    /** That of {@code names} which {@code name} means: the same, else the one whose tools have it in their keys. */
    public static Optional<String> find(String name, Collection<String> names) {
        return names.contains(name)
                ? Optional.of(name)
                : Optional.ofNullable(holders(names).get(name));
    }

    private static Map<String, String> holders(Collection<String> names) {
        Map<String, String> holders = new HashMap<>();
        names.stream().filter(name -> normalize(name).equals(name)).forEach(name -> holders.put(name, name));
        names.forEach(name -> holders.putIfAbsent(normalize(name), name));
        return holders;
    }

    private static boolean isNormal(int unit) {
        return unit < 128 && (Character.isLetterOrDigit(unit) || "_.-".indexOf(unit) >= 0);
    }

    private static String trim(String text, char edge) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == edge) {
            start++;
        }
        while (end > start && text.charAt(end - 1) == edge) {
            end--;
        }
        return text.substring(start, end);
    }
}
