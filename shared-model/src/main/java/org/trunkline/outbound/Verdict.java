package org.trunkline.outbound;

/** What the outbound guard says of a target, and why. */
public enum Verdict {
    /** Requests may go there. */
    ALLOWED("allowed"),
    /** There are allowed domains, and none of them matches. */
    NOT_LISTED("it is not among trunkline.outbound.allowed-domains"),
    /** The URL names an address of a private network, of this machine or of nobody. */
    PRIVATE_ADDRESS("its address is not a public one; trunkline.outbound.allowed-addresses can open it"),
    /** The URL has a name of the kind that private networks use. */
    PRIVATE_NAME("its name is one of private networks; trunkline.outbound.allowed-addresses can open it"),
    /** The name resolves to an address that may not be dialled. */
    RESOLVES_TO_PRIVATE(
            "its name resolves to an address that is not public; trunkline.outbound.allowed-addresses can open it"),
    /** The URL is not one of http, https, ws or wss. */
    SCHEME("its scheme is not http, https, ws or wss"),
    /** Nobody can tell where the URL leads, and there are allowed domains. */
    UNREADABLE("it is no URL");

    private final String reason;

    Verdict(String reason) {
        this.reason = reason;
    }

    /** Whether requests may go there. */
    public boolean allowed() {
        return this == ALLOWED;
    }

    /** Why not, for the operator. */
    public String reason() {
        return reason;
    }
}
