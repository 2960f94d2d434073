package org.trunkline.registry.access;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A user in the form of SCIM (RFC 7643, section 4.1), as far as it is used here. */
@RegisterForReflection
record ImportedUser(
        @Schema(description = "As the user's tokens have it", required = true, examples = "alice")
        String id,

        @Schema(description = "The login name", examples = "alice")
        String userName,

        @Schema(examples = "Alice Adams") String displayName,

        @Schema(description = "The primary one, else the first, is kept")
        List<Email> emails,

        @Schema(description = "false: is not found and can be granted nothing new; absent: true")
        Boolean active) {

    KnownUser known() {
        KnownUser user = new KnownUser();
        user.id = id;
        user.name = displayName;
        user.username = userName;
        user.email = email();
        user.active = active == null || active;
        return user;
    }

    private String email() {
        return emails == null
                ? null
                : emails.stream()
                        .filter(Objects::nonNull)
                        .min(Comparator.comparing(email -> !email.primary()))
                        .map(Email::value)
                        .orElse(null);
    }

    /** One of a user's addresses. */
    @RegisterForReflection
    record Email(String value, boolean primary) {}
}
