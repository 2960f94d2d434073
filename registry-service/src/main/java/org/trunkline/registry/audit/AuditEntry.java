package org.trunkline.registry.audit;

import java.time.Instant;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One thing that somebody did, as it is stored, as it waits in an {@link Outbox}, and as administrators read it. In the
 * database each {@code id} is called {@code _id}, the driver's name for it.
 */
@RegisterForReflection
public class AuditEntry {

    /** Unique, and the same wherever the entry is. */
    @BsonId
    @Schema(examples = "691f3c0e8f0a4b2d9c1e7a55")
    public String id;

    @Schema(description = "For one resource, in the order of its changes")
    public Instant at;

    @Schema(description = "Absent: the operator, by the file of declared servers")
    public Actor actor;

    @Schema(description = "An AuditAction's value", examples = "server.changed")
    public String action;

    public Resource resource;

    @Schema(description = "Of a managed server: which of its configurations counts after this", examples = "3")
    public Long revision;

    @Schema(
            description = "The fields whose values are others now; of secrets, all that is told of a change",
            examples = "[\"title\", \"headers.Authorization\"]")
    public List<String> changed;

    @Schema(description = "What was, without secrets; absent when there was nothing")
    public Document before;

    @Schema(description = "What is since then, without secrets; absent when nothing is left")
    public Document after;

    @Schema(description = "The X-Request-Id of the request", examples = "7f9c2ba4e88f827d")
    public String requestId;

    @Schema(description = "Where the request came from, as far as this service sees", examples = "203.0.113.9")
    public String clientAddress;

    /** Who did it, as the token said then. */
    @RegisterForReflection
    @Schema(name = "AuditActor")
    public static class Actor {

        @Schema(examples = "alice")
        public String id;

        @Schema(examples = "Alice Adams")
        public String name;

        @Schema(examples = "USER")
        public String role;
    }

    /** What it was done to. */
    @RegisterForReflection
    @Schema(name = "AuditResource")
    public static class Resource {

        @Schema(description = "server, role or directory", examples = "server")
        public String type;

        @Schema(description = "Of a managed server its dbId; absent for a declared one")
        public String id;

        @Schema(examples = "git-hub")
        public String name;

        /** @param id null for a declared server */
        public static Resource server(String id, String name) {
            return of("server", id, name);
        }

        public static Resource role(String name) {
            return of("role", name, name);
        }

        /** @param kind {@code users} or {@code groups} */
        public static Resource directory(String kind) {
            return of("directory", kind, kind);
        }

        private static Resource of(String type, String id, String name) {
            Resource resource = new Resource();
            resource.type = type;
            resource.id = id;
            resource.name = name;
            return resource;
        }
    }
}
