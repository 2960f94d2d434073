package org.trunkline.server;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of server names: how a title becomes one, and how one becomes part of a tool's key. */
public final class ServerNames {

    private static final Pattern NORMAL = Pattern.compile("[a-zA-Z0-9_.-]+");
    private static final Pattern NOT_SLUG = Pattern.compile("[^a-z0-9\\s-]", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private ServerNames() {}

    /**
     * The form of {@code name} that model providers accept: other characters become {@code _}; nothing left, a hash.
     */
    public static String normalize(String name) {
        if (NORMAL.matcher(name).matches()) {
            return name;
        }
        String normal = name.replaceAll("[^a-zA-Z0-9_.-]", "_").replaceAll("^_+|_+$", "");
        return normal.isEmpty() ? "server_" + Math.abs((long) name.hashCode()) : normal;
    }

    /** The name that a server with this title gets, before a number makes it unique. */
    public static String slug(String title) {
        String letters = NOT_SLUG.matcher(title.toLowerCase(Locale.ROOT)).replaceAll("");
        String slug =
                BLANKS.matcher(letters).replaceAll("-").replaceAll("-+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "mcp-server" : slug;
    }

    /**
     * Those of {@code names} whose tools cannot be told from another server's, because the normalised names are equal:
     * a name that is already normal keeps its place, else the first in order does.
     */
    public static Set<String> shadowed(Collection<String> names) {
        Map<String, String> holders = new HashMap<>();
        names.stream().filter(name -> normalize(name).equals(name)).forEach(name -> holders.put(name, name));
        names.forEach(name -> holders.putIfAbsent(normalize(name), name));
        Set<String> shadowed = new HashSet<>(names);
        shadowed.removeAll(List.copyOf(holders.values()));
        return shadowed;
    }
}
