package org.trunkline.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * The user that a request acts for, as the bearer JWT describes it. Holds the token: {@link #toString()} shows only the
 * id.
 *
 * @param id the only key by which anything of this user is stored
 * @param name null when the token has none, as are username and email
 * @param role the role whose capabilities apply
 * @param groups ids of the groups that the identity provider asserts
 * @param attributes further fields for {@code {{LIBRECHAT_USER_*}}} placeholders, by lower-case field name
 * @param token the bearer token itself
 * @param tokenExpiresAt when {@code token} ends
 */
public record Caller(
        String id,
        String name,
        String username,
        String email,
        String role,
        Set<String> groups,
        Map<String, String> attributes,
        String token,
        Instant tokenExpiresAt) {

    @Override
    public String toString() {
        return "Caller[" + id + "]";
    }
}
