package org.trunkline.oauth.authorization;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.trunkline.credential.Challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RefusalTest {

    @Test
    void readsWhichScopesAreWanted() {
        Refusal refusal = refusal(403, "Bearer error=\"insufficient_scope\", scope=\"read write\"");

        assertTrue(refusal.wantsScopes());
        assertEquals("read write", refusal.scope());
    }

    @Test
    void readsThemOfATokenThatIsBoundToAKey() {
        assertTrue(refusal(403, "DPoP error=\"insufficient_scope\", scope=\"write\"")
                .wantsScopes());
    }

    @Test
    void anythingElseIsAboutNoScopes() {
        assertFalse(refusal(401, "Bearer error=\"insufficient_scope\"").wantsScopes());
        assertFalse(refusal(403, "Bearer error=\"invalid_token\"").wantsScopes());
        assertFalse(refusal(403, "Basic realm=\"x\"").wantsScopes());
        assertFalse(Refusal.of(new Challenge(null, 403, null, 0)).wantsScopes());
    }

    @Test
    void theSameScopesAreAskedForAFewTimesOnly() {
        Authorization authorization = Authorization.fresh("alice", "github");
        Duration lately = Duration.ofHours(1);

        assertTrue(IntStream.range(0, 3).allMatch(i -> authorization.stepUp("write", 3, lately)));
        assertFalse(authorization.stepUp("write", 3, lately));
        assertTrue(authorization.stepUp("admin", 3, lately));
    }

    private static Refusal refusal(int status, String header) {
        return Refusal.of(new Challenge(null, status, List.of(header), 1));
    }
}
