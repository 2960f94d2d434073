package org.trunkline.registry.access;

import java.time.Instant;
import java.util.Set;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.trunkline.registry.RegistryTestBed;
import org.trunkline.registry.Tokens;
import org.trunkline.registry.servers.Servers;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

@QuarkusTest
@WithTestResource(RegistryTestBed.class)
class AccessEntriesTest {

    private static final Principals BOB = new Principals("bob", "EDITOR", Set.of("ops", "dev"));

    @Inject
    AccessEntries access;

    @Test
    void combinesWhatAllEntriesOfAUserGrant() {
        // given
        ObjectId server = new ObjectId();
        grant(PrincipalType.USER, "bob", server, 1, null);
        grant(PrincipalType.GROUP, "ops", server, 2, Instant.now().plusSeconds(60));
        grant(PrincipalType.ROLE, "EDITOR", server, 4, null);
        grant(PrincipalType.GROUP, "other", server, 8, null);
        grant(PrincipalType.USER, "ops", server, 8, null);

        // when
        int bits = access.bits(BOB, server);

        // then
        assertEquals(7, bits);
        assertEquals(7, access.bits(BOB).get(server));
        assertEquals(0, access.bits(new Principals("eve", null, Set.of()), server));
    }

    @Test
    void doesNotCountAnEntryPastItsEnd() {
        ObjectId server = new ObjectId();
        grant(PrincipalType.USER, "bob", server, 15, Instant.now().minusSeconds(1));

        assertFalse(access.bits(BOB).containsKey(server));
        assertEquals(0, access.bits(BOB, server));
    }

    @Test
    void countsThePublicAsEveryone() {
        ObjectId server = new ObjectId();
        grant(PrincipalType.PUBLIC, null, server, 1, null);

        assertEquals(1, access.bits(new Principals("anybody", null, Set.of()), server));
        access.forget(server);
        assertEquals(0, access.bits(new Principals("anybody", null, Set.of()), server));
    }

    @Test
    void letsAViewerSeeButNotTouch() {
        // given
        String name = Servers.created("alice", "Shared");
        String id =
                Servers.as(Tokens.of("alice")).get(Servers.PATH + "/" + name).path("dbId");
        grant(PrincipalType.GROUP, "viewers", new ObjectId(id), 1, null);
        String viewer = Tokens.ofMember("bob", "viewers");

        // when
        Servers.as(viewer)
                .get(Servers.PATH + "/" + name)
                .then()
                .statusCode(200)
                .body("canEdit", equalTo(false))
                .body("url", nullValue());

        // then
        Servers.as(viewer)
                .delete(Servers.PATH + "/" + name)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("message", equalTo("Insufficient permissions to access this mcpServer"));
    }

    private void grant(PrincipalType type, String id, ObjectId server, int bits, Instant end) {
        AccessEntry entry = new AccessEntry();
        entry.principalType = type.value();
        entry.principalId = id;
        entry.resourceType = AccessEntries.SERVER;
        entry.resourceId = server;
        entry.permBits = bits;
        entry.grantedAt = Instant.now();
        entry.expiresAt = end;
        access.persist(entry);
    }
}
