package org.trunkline.oauth.authorization;

import org.trunkline.credential.AuthorizationState;
import org.trunkline.credential.AuthorizationStatus;
import org.trunkline.credential.Credential;
import org.trunkline.oauth.grants.Grant;

/** The credentials that are answered. */
final class Answers {

    private Answers() {}

    /** The user's values, at a server where nobody signs in, or not before all values are there. */
    static Credential without(Subject subject) {
        boolean first = subject.declaresAuthorization() && !subject.refusesAuthorization();
        AuthorizationState state = first ? AuthorizationState.NEEDS_AUTHORIZATION : AuthorizationState.NOT_REQUIRED;
        String reason = first ? "The user has to give values first: " + subject.missingValues() : null;
        return new Credential(state, reason, null, null, null, null, 0, subject.values(), null, null);
    }

    /** Neither another token nor a flow would help. */
    static Credential refused(Subject subject, String reason) {
        return new Credential(
                AuthorizationState.ERROR, reason, null, null, null, null, 0, subject.values(), null, null);
    }

    /** The credential of an authorization; {@code grant} is null when there is none to be used. */
    static Credential of(Subject subject, Authorization authorization, Grant grant) {
        AuthorizationStatus status = authorization.status();
        return new Credential(
                status.state(),
                status.reason(),
                status.since(),
                grant == null ? null : grant.accessToken(),
                grant == null ? null : grant.dpopKey(),
                grant == null ? null : grant.expiresAt(),
                grant == null ? 0 : grant.generation(),
                subject.values(),
                status.flow(),
                status.retryAfter());
    }
}
