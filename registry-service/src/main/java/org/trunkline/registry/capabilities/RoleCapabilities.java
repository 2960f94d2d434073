package org.trunkline.registry.capabilities;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

import io.quarkus.mongodb.panache.common.MongoEntity;
import org.bson.codecs.pojo.annotations.BsonId;
import org.trunkline.registry.audit.Outbox;

/** What administrators have said of one role, as it is stored; null where they have said nothing. */
@MongoEntity(collection = "roleCapabilities")
public class RoleCapabilities {

    @BsonId
    public String role;

    public Boolean use;
    public Boolean create;
    public Boolean share;
    public Boolean sharePublic;
    public Boolean configureObo;

    /** {@link Outbox#LAST}. */
    public Instant lastEventAt;

    /** The name of the field of a capability. */
    static String field(Capability capability) {
        return switch (capability) {
            case USE -> "use";
            case CREATE -> "create";
            case SHARE -> "share";
            case SHARE_PUBLIC -> "sharePublic";
            case CONFIGURE_OBO -> "configureObo";
        };
    }

    /** What was said. */
    Map<Capability, Boolean> said() {
        Map<Capability, Boolean> said = new EnumMap<>(Capability.class);
        said.put(Capability.USE, use);
        said.put(Capability.CREATE, create);
        said.put(Capability.SHARE, share);
        said.put(Capability.SHARE_PUBLIC, sharePublic);
        said.put(Capability.CONFIGURE_OBO, configureObo);
        said.values().removeIf(value -> value == null);
        return said;
    }
}
