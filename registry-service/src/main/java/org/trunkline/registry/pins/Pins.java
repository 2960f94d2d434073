package org.trunkline.registry.pins;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.panache.PanacheMongoRepository;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.trunkline.problem.Conflict;
import org.trunkline.problem.NotFound;
import org.trunkline.registry.audit.AuditEntry;
import org.trunkline.registry.audit.AuditEvents;
import org.trunkline.registry.audit.Outbox;
import org.trunkline.tool.ToolDefinition;

/**
 * The pinned definitions of tools. The first definition of a tool that is seen is accepted, also of one that a server
 * adds later; from then on every other one waits in quarantine. Each write compares what it replaces, so that of
 * replicas and people who write at once nobody accepts what they have not seen.
 */
@ApplicationScoped
public class Pins implements PanacheMongoRepository<Pin>, Outbox {

    /** Bounds on what a server can make us keep; a tool beyond them is not pinned, and so not used. */
    private static final int MOST_TOOLS = 2_000;

    private static final int LARGEST_DEFINITION = 1024 * 1024;

    private volatile boolean indexed;

    @Override
    public MongoCollection<Pin> carriers() {
        return mongoCollection();
    }

    /** The hashes of the accepted definitions, by tool. */
    public Map<String, String> accepted(PinKey key) {
        Map<String, String> accepted = new HashMap<>();
        mongoCollection()
                .find(of(key))
                .projection(Projections.include("tool", "hash"))
                .forEach(pin -> accepted.put(pin.tool, pin.hash));
        return accepted;
    }

    /**
     * Takes note of definitions: pins those of tools without a pin, puts those that differ from it in quarantine.
     *
     * @return the hashes of the accepted definitions of these tools
     */
    public Map<String, String> saw(PinKey key, List<ToolDefinition> tools) {
        Map<String, String> pinned = accepted(key);
        for (ToolDefinition tool : tools) {
            String hash = tool.hash();
            String text = Definitions.written(tool);
            if (text.length() > LARGEST_DEFINITION) {
                continue;
            }
            if (!pinned.containsKey(tool.name()) && pinned.size() < MOST_TOOLS) {
                pinned.put(tool.name(), pin(key, tool.name(), hash, text));
            }
            if (pinned.containsKey(tool.name()) && !pinned.get(tool.name()).equals(hash)) {
                quarantine(key, tool.name(), hash, text);
            }
        }
        pinned.keySet().retainAll(tools.stream().map(ToolDefinition::name).collect(Collectors.toSet()));
        return pinned;
    }

    /** The tools in quarantine, by name. */
    public List<QuarantinedTool> quarantined(PinKey key) {
        return mongoCollection()
                .find(Filters.and(of(key), Filters.ne("offeredHash", null)))
                .sort(Indexes.ascending("tool"))
                .map(QuarantinedTool::of)
                .into(new ArrayList<>());
    }

    /**
     * Accepts the definition in quarantine.
     *
     * @param hash of the definition that was looked at
     * @param event that tells of it; what was accepted before and is since then is added here
     * @return what carries the event, which is to be relayed
     * @throws NotFound when the tool is not in quarantine
     * @throws Conflict when another definition is there by now
     */
    public ObjectId accept(PinKey key, String tool, String hash, AuditEntry event) {
        Pin pin = one(key, tool)
                .filter(found -> found.offeredHash != null)
                .orElseThrow(() -> new NotFound("Not Found", "Tool '" + tool + "' is not in quarantine"));
        describe(event, pin);
        Bson changes = Updates.combine(
                Outbox.carrying(event),
                Updates.set("hash", hash),
                Updates.set("definition", pin.offered),
                Updates.set("since", now()),
                Updates.unset("offeredHash"),
                Updates.unset("offered"),
                Updates.unset("offeredSince"));
        boolean seen = pin.offeredHash.equals(hash)
                && mongoCollection()
                                .updateOne(Filters.and(of(key, tool), Filters.eq("offeredHash", hash)), changes)
                                .getMatchedCount()
                        == 1;
        if (!seen) {
            throw new Conflict("The definition of tool '" + tool + "' has changed again; look at it before accepting");
        }
        return pin.id;
    }

    /** Those of a server that carry events. */
    public List<ObjectId> carriersOf(String server) {
        return mongoCollection()
                .find(Filters.and(Filters.eq("server", server), Filters.gt(PENDING + ".at", Instant.EPOCH)))
                .map(pin -> pin.id)
                .into(new ArrayList<>());
    }

    /** Forgets what is pinned of a server, wherever it pointed to. */
    public void forget(String server) {
        mongoCollection().deleteMany(Filters.eq("server", server));
    }

    private static void describe(AuditEntry event, Pin pin) {
        QuarantinedTool tool = QuarantinedTool.of(pin);
        event.at = AuditEvents.later(event.at, pin.lastEventAt);
        event.changed = tool.differs();
        event.before = described(tool.tool(), tool.pinned());
        event.after = described(tool.tool(), tool.offered());
    }

    private static Document described(String tool, QuarantinedTool.Version version) {
        return new Document("tool", tool)
                .append("hash", version.hash())
                .append("description", version.definition().description());
    }

    /** The hash that is pinned: another replica may have been faster. */
    private String pin(PinKey key, String tool, String hash, String text) {
        createIndexes();
        Pin pin = new Pin();
        pin.server = key.server();
        pin.target = key.target();
        pin.tool = tool;
        pin.hash = hash;
        pin.definition = text;
        pin.since = now();
        try {
            mongoCollection().insertOne(pin);
            return hash;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return one(key, tool).map(found -> found.hash).orElse(hash);
            }
            throw e;
        }
    }

    private void quarantine(PinKey key, String tool, String hash, String text) {
        mongoCollection()
                .updateOne(
                        Filters.and(of(key, tool), Filters.ne("hash", hash), Filters.ne("offeredHash", hash)),
                        Updates.combine(
                                Updates.set("offeredHash", hash),
                                Updates.set("offered", text),
                                Updates.set("offeredSince", now())));
    }

    private Optional<Pin> one(PinKey key, String tool) {
        return Optional.ofNullable(mongoCollection().find(of(key, tool)).first());
    }

    private static Bson of(PinKey key) {
        return Filters.and(Filters.eq("server", key.server()), Filters.eq("target", key.target()));
    }

    private static Bson of(PinKey key, String tool) {
        return Filters.and(of(key), Filters.eq("tool", tool));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private void createIndexes() {
        if (!indexed) {
            mongoCollection()
                    .createIndex(Indexes.ascending("server", "target", "tool"), new IndexOptions().unique(true));
            indexed = true;
        }
    }
}
