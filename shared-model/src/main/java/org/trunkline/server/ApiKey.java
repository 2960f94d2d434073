package org.trunkline.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The {@code apiKey} block of a server. Holds the key: {@link #toString()} does not show it.
 *
 * @param source {@code admin}: {@code key} is sent for everyone; {@code user}: each user supplies one
 * @param authorizationType {@code bearer}, {@code basic} or {@code custom}
 * @param customHeader the header of type {@code custom}; null means {@value #DEFAULT_HEADER}
 * @param key null for source {@code user}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ApiKey(String source, String authorizationType, String customHeader, String key) {

    /** The header that carries a key of type {@code custom} when the configuration names none. */
    public static final String DEFAULT_HEADER = "X-Api-Key";

    /** The name of the header that carries the key. */
    public String header() {
        if (!"custom".equals(authorizationType)) {
            return "Authorization";
        }
        return customHeader == null || customHeader.isBlank() ? DEFAULT_HEADER : customHeader;
    }

    /** The header's value for {@code key}, which is sent as given: a Basic key is not encoded again. */
    public String headerValue(String key) {
        return switch (authorizationType) {
            case "bearer" -> "Bearer " + key;
            case "basic" -> "Basic " + key;
            case null, default -> key;
        };
    }

    @Override
    public String toString() {
        return "ApiKey[source=" + source + ", authorizationType=" + authorizationType + "]";
    }
}
