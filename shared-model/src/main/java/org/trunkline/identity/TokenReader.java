package org.trunkline.identity;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

import io.quarkus.security.AuthenticationFailedException;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Reads the {@link Caller} from the claims of a verified token. */
@ApplicationScoped
class TokenReader {

    private final IdentityConfig config;

    TokenReader(IdentityConfig config) {
        this.config = config;
    }

    /** @throws AuthenticationFailedException when the token does not name a user */
    Caller caller(JsonWebToken token) {
        IdentityConfig.Claims claims = config.claims();
        String id = text(token, claims.userId());
        if (id == null || id.isEmpty()) {
            throw new AuthenticationFailedException("the token has no claim " + claims.userId());
        }
        return new Caller(
                id,
                text(token, claims.name()),
                text(token, claims.username()),
                text(token, claims.email()),
                role(token),
                new TreeSet<>(texts(token, claims.groups())),
                attributes(token),
                token.getRawToken(),
                Instant.ofEpochSecond(token.getExpirationTime()));
    }

    private String role(JsonWebToken token) {
        List<String> roles = texts(token, config.claims().role());
        if (roles.contains(config.adminRole())) {
            return config.adminRole();
        }
        return roles.isEmpty() ? config.defaultRole() : roles.getFirst();
    }

    private Map<String, String> attributes(JsonWebToken token) {
        Map<String, String> attributes = new HashMap<>();
        config.claims().attributes().forEach((field, path) -> {
            String value = text(token, path);
            if (value != null) {
                attributes.put(field, value);
            }
        });
        return attributes;
    }

    private static String text(JsonWebToken token, String path) {
        return switch (claim(token, path)) {
            case null -> null;
            case JsonString string -> string.getString();
            case JsonValue value when value.getValueType() == JsonValue.ValueType.NULL -> null;
            case Object value -> value.toString();
        };
    }

    private static List<String> texts(JsonWebToken token, String path) {
        return switch (claim(token, path)) {
            case null -> List.of();
            case JsonArray array ->
                array.getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .toList();
            case Set<?> set -> set.stream().map(String::valueOf).toList();
            case Object value ->
                Stream.of(value instanceof JsonString string ? string.getString() : value.toString())
                        .toList();
        };
    }

    /** The whole path is tried as a claim's name first: names with slashes are common. */
    private static Object claim(JsonWebToken token, String path) {
        Object whole = token.getClaim(path);
        String[] steps = path.split("/");
        if (whole != null || steps.length == 1) {
            return whole;
        }
        Object value = token.getClaim(steps[0]);
        for (String step : Arrays.asList(steps).subList(1, steps.length)) {
            value = value instanceof JsonObject object ? object.get(step) : null;
        }
        return value;
    }
}
