package org.trunkline.local.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The people of the local run: two users and an administrator in two groups. */
enum DemoUser {
    ALICE("Alice Adams", "USER", "engineering"),
    BOB("Bob Brown", "USER", "research"),
    CAROL("Carol Clark", "ADMIN", "engineering");

    private final String fullName;
    private final String role;
    private final String group;

    DemoUser(String fullName, String role, String group) {
        this.fullName = fullName;
        this.role = role;
        this.group = group;
    }

    static Optional<DemoUser> named(String id) {
        return Arrays.stream(values()).filter(user -> user.id().equals(id)).findFirst();
    }

    static List<String> ids() {
        return Stream.of(values()).map(DemoUser::id).toList();
    }

    /** The subject of the user's tokens and the login name. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String fullName() {
        return fullName;
    }

    String email() {
        return id() + "@example.org";
    }

    String role() {
        return role;
    }

    List<String> groups() {
        return List.of(group);
    }
}
