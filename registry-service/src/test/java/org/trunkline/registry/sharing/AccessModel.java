package org.trunkline.registry.sharing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rules of access, written down a second time and differently: what each request must be answered. */
final class AccessModel {

    /** What each of the tests' roles may not do. */
    static final Map<String, Set<String>> LACKS = Map.of(
            "MODEL_ALL", Set.of(),
            "MODEL_NO_USE", Set.of("USE"),
            "MODEL_NO_CREATE", Set.of("CREATE"),
            "MODEL_NO_SHARE", Set.of("SHARE"));

    /** One who asks. */
    record User(String id, String role, List<String> groups) {

        boolean can(String capability) {
            return !LACKS.get(role).contains(capability);
        }

        boolean is(String type, String id) {
            return type.equals("public")
                    || type.equals("user") && id.equals(this.id)
                    || type.equals("role") && id.equals(role)
                    || type.equals("group") && groups.contains(id);
        }
    }

    private record Entry(String server, String type, String id, int bits, boolean expired) {}

    private final List<Entry> entries = new ArrayList<>();

    void grant(String server, String type, String id, int bits, boolean expired) {
        entries.removeIf(entry -> entry.server.equals(server) && entry.type.equals(type) && entry.id.equals(id));
        entries.add(new Entry(server, type, id, bits, expired));
    }

    void forget(String server) {
        entries.removeIf(entry -> entry.server.equals(server));
    }

    /** The servers that the user sees, with bits. */
    Map<String, Integer> seen(User user) {
        Map<String, Integer> seen = new TreeMap<>();
        for (Entry entry : entries) {
            if (!entry.expired && user.is(entry.type, entry.id)) {
                seen.merge(entry.server, entry.bits, (a, b) -> a | b);
            }
        }
        return seen;
    }

    int statusOfGet(User user, String server) {
        if (!user.can("USE")) {
            return 403;
        }
        return seen(user).containsKey(server) ? 200 : 404;
    }

    /** Of an attempt to replace the configuration by one that is not valid. */
    int statusOfReplace(User user, String server) {
        if (!user.can("USE") || !user.can("CREATE")) {
            return 403;
        }
        Integer bits = seen(user).get(server);
        if (bits == null) {
            return 404;
        }
        return (bits & 2) == 2 ? 400 : 403;
    }

    int statusOfExplain(User user, String server) {
        Integer bits = seen(user).get(server);
        if (bits == null) {
            return 404;
        }
        return bits == 15 ? 200 : 403;
    }

    int statusOfDelete(User user, String server) {
        if (!user.can("USE") || !user.can("CREATE")) {
            return 403;
        }
        Integer bits = seen(user).get(server);
        if (bits == null) {
            return 404;
        }
        return bits == 15 ? 200 : 403;
    }

    int statusOfShare(User user, String server) {
        Integer bits = seen(user).get(server);
        if (bits == null) {
            return 404;
        }
        return bits == 15 && user.can("SHARE") ? 200 : 403;
    }
}
