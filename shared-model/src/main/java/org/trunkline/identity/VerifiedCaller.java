package org.trunkline.identity;

import java.security.Principal;

/** The principal of a request whose token was verified before: only who calls, nothing of the request that told it. */
record VerifiedCaller(Caller caller) implements Principal {

    @Override
    public String getName() {
        return caller.id();
    }
}
