package org.trunkline.identity;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Tells who calls: reads the {@link Caller} of the current request from its verified token. */
@ApplicationScoped
public class Callers {

    private final SecurityIdentity identity;
    private final TokenReader tokens;
    private final IdentityConfig config;

    Callers(SecurityIdentity identity, TokenReader tokens, IdentityConfig config) {
        this.identity = identity;
        this.tokens = tokens;
        this.config = config;
    }

    /**
     * The caller of the current request.
     *
     * @throws AuthenticationFailedException when the token does not name a user
     */
    public Caller current() {
        return switch (identity.getPrincipal()) {
            case VerifiedCaller known -> known.caller();
            case JsonWebToken token -> tokens.caller(token);
            case null, default -> throw new AuthenticationFailedException("the request carries no bearer token");
        };
    }

    /** Whether the caller has the administrators' role. */
    public boolean isAdmin(Caller caller) {
        return config.adminRole().equals(caller.role());
    }
}
