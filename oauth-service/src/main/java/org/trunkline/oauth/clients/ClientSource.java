package org.trunkline.oauth.clients;

/** How Trunkline came to a client's id. */
public enum ClientSource {
    /** An operator, an administrator or the server's owner entered it. */
    CONFIGURED,
    /** It is the URL of the document that describes the client (OAuth Client ID Metadata Document). */
    METADATA_DOCUMENT,
    /** The authorization server gave it to us on registration (RFC 7591). */
    REGISTERED
}
