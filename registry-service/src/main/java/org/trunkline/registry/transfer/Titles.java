package org.trunkline.registry.transfer;

import java.util.regex.Pattern;

/** Makes titles of names that other tools allow. */
public final class Titles {

    private static final Pattern NOT_ALLOWED = Pattern.compile("[^\\p{L}\\p{N}\\p{M}'’-]+");
    private static final Pattern NOT_FIRST = Pattern.compile("^[^\\p{L}\\p{N}]+");

    private Titles() {}

    /** What of {@code name} a server's title can have, each gap one blank; empty when that is nothing. */
    public static String of(String name) {
        return NOT_FIRST
                .matcher(NOT_ALLOWED.matcher(name).replaceAll(" "))
                .replaceFirst("")
                .strip();
    }
}
