package org.trunkline.registry.audit;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

import com.mongodb.client.model.Filters;
import org.bson.conversions.Bson;
import org.trunkline.problem.InvalidRequest;

/** A place in the order of pages: the newest entry first. */
record AuditCursor(Instant at, String id) {

    static AuditCursor at(AuditEntry entry) {
        return new AuditCursor(entry.at, entry.id);
    }

    /**
     * The place that {@link #encoded} wrote.
     *
     * @throws InvalidRequest when {@code after} is something else
     */
    static AuditCursor decode(String after) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8).split("/", 2);
            if (parts.length == 2) {
                return new AuditCursor(Instant.parse(parts[0]), parts[1]);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // said below: it is none of ours
        }
        throw InvalidRequest.field("after", "Not the 'after' of an earlier page");
    }

    String encoded() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((at + "/" + id).getBytes(StandardCharsets.UTF_8));
    }

    /** The entries after this place. */
    Bson filter() {
        return Filters.or(Filters.lt("at", at), Filters.and(Filters.eq("at", at), Filters.lt("_id", id)));
    }
}
