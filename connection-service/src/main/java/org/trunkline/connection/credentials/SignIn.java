package org.trunkline.connection.credentials;

/** What is done when the user has to sign in at a server. */
public enum SignIn {
    /** A flow is begun: the user wants to use the server. */
    BEGIN,
    /** Nothing: the user only looks. */
    LEAVE
}
