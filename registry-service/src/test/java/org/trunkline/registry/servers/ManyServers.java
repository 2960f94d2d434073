package org.trunkline.registry.servers;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import org.bson.types.ObjectId;
import org.trunkline.registry.access.AccessEntries;
import org.trunkline.registry.access.AccessEntry;
import org.trunkline.registry.access.AccessRole;
import org.trunkline.registry.access.Principal;
import org.trunkline.registry.access.Viewers;

/** Stores more servers than requests could create in the time of a test. */
@ApplicationScoped
public class ManyServers {

    private static final int BATCH = 1000;

    private final ManagedServers servers;
    private final StoredConfigs configs;
    private final AccessEntries access;
    private final ObjectMapper json;

    ManyServers(ManagedServers servers, StoredConfigs configs, AccessEntries access, ObjectMapper json) {
        this.access = access;
        this.servers = servers;
        this.configs = configs;
        this.json = json;
    }

    /**
     * Stores servers, the newest first.
     *
     * @param name of all, each with a number
     * @param secret the value of a header of each
     * @param viewers who has a grant to view each
     * @return their ids
     */
    public List<ObjectId> store(
            String name, int count, IntFunction<String> secret, IntFunction<List<Principal>> viewers) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        List<ObjectId> ids = new ArrayList<>();
        for (int from = 0; from < count; from += BATCH) {
            List<ManagedServer> batch = IntStream.range(from, Math.min(count, from + BATCH))
                    .mapToObj(i -> server(name + "-" + i, now.minusMillis(i), secret.apply(i), viewers.apply(i)))
                    .toList();
            servers.mongoCollection().insertMany(batch);
            batch.forEach(server -> ids.add(server.id));
        }
        return ids;
    }

    /** Puts something into a server's secret that no key opens. */
    public void damage(ObjectId server) {
        servers.mongoCollection().updateOne(Filters.eq("_id", server), Updates.set("config.headers.X-Secret", "AAAA"));
    }

    /** Removes a server. */
    public void remove(ObjectId server) {
        servers.deleteById(server);
    }

    private ManagedServer server(String name, Instant time, String secret, List<Principal> viewers) {
        ObjectNode config = json.createObjectNode()
                .put("type", "streamable-http")
                .put("url", "https://a.example/mcp")
                .put("title", name);
        config.putObject("headers").put("X-Secret", secret);
        ManagedServer server = new ManagedServer();
        server.id = new ObjectId();
        server.serverName = name;
        server.normalizedName = name;
        server.title = name;
        server.config = configs.stored(config, server.id);
        server.viewers = viewers.stream().map(Viewers::of).toList();
        access.mongoCollection()
                .insertMany(
                        viewers.stream().map(viewer -> entry(viewer, server.id)).toList());
        server.author = "many";
        server.createdAt = time;
        server.updatedAt = time;
        server.revision = 1;
        return server;
    }

    private static AccessEntry entry(Principal principal, ObjectId server) {
        AccessEntry entry = new AccessEntry();
        entry.principalType = principal.type().value();
        entry.principalId = principal.id();
        entry.resourceType = AccessEntries.SERVER;
        entry.resourceId = server;
        entry.permBits = AccessRole.VIEWER.bits();
        entry.roleId = AccessRole.VIEWER.id();
        return entry;
    }
}
