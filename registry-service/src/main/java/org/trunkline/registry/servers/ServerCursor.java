package org.trunkline.registry.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trunkline.problem.InvalidRequest;

/**
 * A place in the order of pages: the newest change first, then by name. A server that appears or changes later comes
 * before every place that was handed out, so that it moves nothing that is still to be visited.
 */
public record ServerCursor(Instant updatedAt, String name) {

    static final Comparator<VisibleServer> ORDER =
            Comparator.comparing(VisibleServer::updatedAt).reversed().thenComparing(VisibleServer::name);

    private static final ObjectMapper JSON = new ObjectMapper();

    static ServerCursor at(VisibleServer server) {
        return new ServerCursor(server.updatedAt(), server.name());
    }

    /**
     * The place that {@link #encoded} wrote; null for null.
     *
     * @param parameter the name of the request's parameter
     * @throws InvalidRequest naming it, when its value is something else
     */
    public static ServerCursor decode(String parameter, String value) {
        if (value == null) {
            return null;
        }
        try {
            JsonNode place = JSON.readTree(Base64.getUrlDecoder().decode(value));
            if (place.path("updatedAt").canConvertToLong() && place.path("name").isTextual()) {
                return new ServerCursor(
                        Instant.ofEpochMilli(place.path("updatedAt").asLong()),
                        place.path("name").asText());
            }
        } catch (IOException | IllegalArgumentException e) {
            // said below: it is none of ours
        }
        throw InvalidRequest.field(parameter, "Not the next place that an earlier page named");
    }

    /** As callers give it back to {@link #decode}. */
    public String encoded() {
        String place = JSON.createObjectNode()
                .put("updatedAt", updatedAt.toEpochMilli())
                .put("name", name)
                .toString();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether {@code server} comes later than this place. */
    boolean isBefore(VisibleServer server) {
        int byTime = updatedAt.compareTo(server.updatedAt());
        return byTime > 0 || byTime == 0 && name.compareTo(server.name()) < 0;
    }
}
