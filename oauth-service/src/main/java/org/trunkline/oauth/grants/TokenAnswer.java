package org.trunkline.oauth.grants;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;

/** What a token endpoint said. */
public sealed interface TokenAnswer {

    /** Tokens (RFC 6749 section 5.1). */
    record Granted(AccessTokenResponse tokens) implements TokenAnswer {

        @Override
        public String toString() {
            return "Granted";
        }
    }

    /**
     * A refusal (RFC 6749 section 5.2), also in the words of servers that do not keep to it.
     *
     * @param error the code; null when the answer has none
     * @param text the body, shortened; it may repeat secrets and is neither logged nor shown
     */
    record Refused(int status, String error, String text) implements TokenAnswer {

        private static final List<String> CLIENT = List.of("invalid_client", "client_id mismatch", "unknown client");
        private static final List<String> SCOPE = List.of("invalid_scope", "unsupported scope", "scope not allowed");

        /** The code or refresh token is no good, now and later. */
        boolean isOfGrant() {
            return "invalid_grant".equals(error);
        }

        /** The authorization server does not know Trunkline's client any more, or not with this proof. */
        public boolean isOfClient() {
            return mentions(CLIENT);
        }

        /** The client may not do this, though it is known. */
        boolean isOfRights() {
            return mentions(List.of("unauthorized_client"));
        }

        /** The same request may succeed without its scope. */
        boolean isOfScope() {
            return status >= 400 && status < 500 && mentions(SCOPE);
        }

        private boolean mentions(List<String> signs) {
            String said = (error + " " + text).toLowerCase(Locale.ROOT);
            return signs.stream().anyMatch(said::contains);
        }

        /** What can be told of it. */
        public String summary() {
            return error == null ? "HTTP " + status : error;
        }

        @Override
        public String toString() {
            return "Refused[" + status + ", " + error + "]";
        }
    }

    /**
     * No answer, or one that says nothing about the request: overload, failures, nonsense.
     *
     * @param reason in words
     * @param retryAfter what the server asked for; null when it did not
     */
    record Failed(String reason, Duration retryAfter) implements TokenAnswer {}
}
