package org.trunkline.registry;

import java.util.List;
import java.util.function.Consumer;

import com.nimbusds.jwt.JWTClaimsSet;

/** Tokens of users and services. */
public final class Tokens {

    private Tokens() {}

    /** The token of a user, who need not be one of the demo's. */
    public static String of(String user) {
        return of(user, claims -> {});
    }

    /** A user's token with other claims. */
    public static String of(String user, Consumer<JWTClaimsSet.Builder> change) {
        return RegistryTestBed.identity().token("alice", claims -> {
            claims.subject(user).claim("groups", List.of());
            change.accept(claims);
        });
    }

    /** The administrator's token. */
    public static String ofAdmin() {
        return RegistryTestBed.identity().token("carol");
    }

    /** A user's token with groups. */
    public static String ofMember(String user, String... groups) {
        return of(user, claims -> claims.claim("groups", List.of(groups)));
    }

    /** A token that a service calls another one with. */
    public static String ofService() {
        return RegistryTestBed.identity().serviceToken("connection-service");
    }
}
