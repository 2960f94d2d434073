package org.trunkline.oauth.flows;

/** How far a flow is. */
public enum FlowStatus {
    /** The user has still to consent, or the code has still to be exchanged. */
    PENDING,
    /** There is a grant. */
    COMPLETED,
    /** It ended without a grant: refused, cancelled, expired or in error. */
    FAILED
}
