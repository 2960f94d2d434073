package org.trunkline.local.loopback;

/** A run whose parts are all on one machine, which nobody else reaches. */
public final class OneMachine {

    /**
     * The settings that are not safe in such a run, and need not be: identity provider, front door and database are on
     * this machine. For {@code trunkline.safe-start.except}.
     */
    public static final String UNSAFE_SETTINGS =
            "trunkline.identity.issuer,trunkline.public-url,trunkline.database.uri";

    private OneMachine() {}
}
