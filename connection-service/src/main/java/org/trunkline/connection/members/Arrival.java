package org.trunkline.connection.members;

/** How a request came to this replica. */
public enum Arrival {
    /** From a consumer. */
    DIRECT,
    /** From another replica, which takes this one for the owner. */
    FOR_OWNER,
    /** From another replica, which wants this one to be the owner. */
    FOR_CLAIM,
    /** From another replica that cannot say who the owner is. */
    FOR_ADVICE;

    /** Whether it may go on to another replica. */
    boolean mayGoOn() {
        return this == DIRECT || this == FOR_ADVICE;
    }
}
