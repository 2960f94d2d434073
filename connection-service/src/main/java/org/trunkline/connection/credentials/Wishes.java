package org.trunkline.connection.credentials;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.trunkline.identity.Caller;
import org.trunkline.server.ResolvedServer;

/**
 * Who wanted to use which server on this replica lately and had to sign in first: they are connected when they have.
 */
@ApplicationScoped
public class Wishes {

    private static final int MOST = 10_000;
    private static final Duration MEMORY = Duration.ofMinutes(15);

    private final Cache<String, Wish> wishes =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(MEMORY).build();

    /** That a user wanted to use a server. */
    public record Wish(Caller caller, ResolvedServer server) {}

    void add(Caller caller, ResolvedServer server) {
        wishes.put(key(caller.id(), server.name()), new Wish(caller, server));
    }

    /** The user's wish, which is then forgotten. */
    public Optional<Wish> take(String user, String server) {
        return Optional.ofNullable(wishes.asMap().remove(key(user, server)));
    }

    private static String key(String user, String server) {
        return user + "\n" + server;
    }
}
