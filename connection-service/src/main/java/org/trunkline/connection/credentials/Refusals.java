package org.trunkline.connection.credentials;

import java.util.Locale;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.token.DPoPTokenError;
import org.trunkline.connection.transports.TransportException;
import org.trunkline.server.ResolvedServer;
import org.trunkline.server.SessionScope;

/** Tells what an MCP server's refusal is about. */
final class Refusals {

    private Refusals() {}

    /** Whether the server's configuration says that users sign in there, or are signed in for. */
    static boolean declaresAuthorization(ResolvedServer server) {
        return SessionScope.isOAuth(server.config()) || server.config().obo() != null;
    }

    /**
     * Whether the user's authorization is refused: where users sign in, or where the server asks for a token (RFC 6750,
     * section 3) and nothing in its configuration is a credential already or says that nobody signs in.
     */
    static boolean isForUser(ResolvedServer server, TransportException refusal) {
        if (declaresAuthorization(server)) {
            return true;
        }
        return !isForAll(server) && wantsToken(server, refusal);
    }

    /**
     * Whether it shows that users sign in at a server that counted as one for all, because the registry had not found
     * out yet.
     */
    static boolean revealsSignIn(ResolvedServer server, TransportException refusal) {
        return !declaresAuthorization(server) && isForAll(server) && wantsToken(server, refusal);
    }

    private static boolean isForAll(ResolvedServer server) {
        return SessionScope.of(server.config(), server.source()).shared();
    }

    private static boolean wantsToken(ResolvedServer server, TransportException refusal) {
        return server.config().requiresOAuth() == null
                && !server.config().sendsOwnCredential()
                && refusal.authenticate().stream().anyMatch(Refusals::asksForToken);
    }

    /** Whether the same token would do, with a proof that has the server's nonce in it (RFC 9449, section 9). */
    static boolean wantsNonce(TransportException refusal) {
        return refusal.authenticate().stream().anyMatch(Refusals::asksForNonce);
    }

    /** Several challenges may stand in one header, in any order. */
    private static boolean asksForToken(String header) {
        String lower = header.toLowerCase(Locale.ROOT);
        return lower.matches("(.*[, ])?(bearer|dpop)([ ,].*)?");
    }

    private static boolean asksForNonce(String header) {
        try {
            return header.regionMatches(true, 0, "DPoP", 0, 4)
                    && DPoPTokenError.USE_DPOP_NONCE
                            .getCode()
                            .equals(DPoPTokenError.parse(header).getCode());
        } catch (ParseException e) {
            return false;
        }
    }
}
