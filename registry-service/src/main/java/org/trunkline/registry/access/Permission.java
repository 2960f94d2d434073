package org.trunkline.registry.access;

import java.util.Arrays;

/** What may be done with one server; a set of them is kept as bits, with LibreChat's values. */
public enum Permission {
    /** See it and use it. */
    VIEW(1),
    /** Change it, and see where it points. */
    EDIT(2),
    /** Remove it. */
    DELETE(4),
    /** Grant others access to it. */
    SHARE(8);

    /** The bits of an owner. */
    public static final int ALL =
            Arrays.stream(values()).mapToInt(permission -> permission.bit).sum();

    private final int bit;

    Permission(int bit) {
        this.bit = bit;
    }

    public int bit() {
        return bit;
    }

    /** Whether {@code bits} contain this permission. */
    public boolean in(int bits) {
        return (bits & bit) != 0;
    }
}
