package org.trunkline.oauth.grants;

import jakarta.enterprise.context.ApplicationScoped;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;

/** The tokens of users for servers. Blocks while it asks the database or an authorization server. */
@ApplicationScoped
public class Grants {

    /** Keeps what a flow brought, in place of what was there before. */
    public Grant store(String user, String server, AccessTokenResponse tokens, GrantOrigin origin) {
        throw new UnsupportedOperationException();
    }

    /** The tokens to use now; refreshed, or got without the user where the server's configuration says so. */
    public GrantState usable(GrantOrder order) {
        throw new UnsupportedOperationException();
    }

    /** The tokens to use after the MCP server refused those of a generation: newer ones, if there are any to be had. */
    public GrantState refused(GrantOrder order, long generation) {
        throw new UnsupportedOperationException();
    }

    /** Forgets a user's tokens for a server; they are revoked in the background (RFC 7009). */
    public void revoke(String user, String server) {
        throw new UnsupportedOperationException();
    }

    /** Forgets all tokens for a server that was deleted; they are revoked in the background. */
    public void forgetServer(String server) {
        throw new UnsupportedOperationException();
    }
}
