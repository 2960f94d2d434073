package org.trunkline.registry.servers;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.trunkline.problem.Conflict;
import org.trunkline.registry.form.PathNames;
import org.trunkline.server.ServerNames;

/**
 * Finds a name for a new server: from its title, with a number when that is taken, as LibreChat does. The claim decides
 * between replicas; within one, creations whose titles give the same name take turns.
 */
@ApplicationScoped
class NameAllocation {

    private static final int MOST_TRIES = 500;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(40);
    private static final int LOCKS = 64;
    private static final int ID_LENGTH = 16;
    private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    private static final Pattern NUMBER = Pattern.compile("-([0-9]{1,9})$");

    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

    /**
     * The name that was claimed.
     *
     * @param title null for a server without one
     * @param taken the names now in use that are a base, or a base with a number
     * @param claim takes a name; false when another was faster
     * @throws Conflict when others were faster for very many times
     */
    String allocate(String title, Function<String, Collection<String>> taken, Predicate<String> claim) {
        String base = title == null ? "mcp-" + id() : ServerNames.slug(title);
        ReentrantLock lock = locks[Math.floorMod(base.hashCode(), LOCKS)];
        lock.lock();
        try {
            for (int tries = 1; tries <= MOST_TRIES; tries++) {
                String name = next(base, taken.apply(base));
                if (claim.test(name)) {
                    return name;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_WAIT.toNanos()));
            }
        } finally {
            lock.unlock();
        }
        throw new Conflict("No free name was found for '" + base + "': too many servers are being created; try again");
    }

    /** {@code base} when no taken name is that or that with a number; else {@code base} with the next number. */
    static String next(String base, Collection<String> taken) {
        Set<String> names = new HashSet<>(taken);
        names.addAll(PathNames.RESERVED);
        Pattern like = Pattern.compile(Pattern.quote(base) + "(-[0-9]+)?");
        return names.stream()
                .filter(name -> like.matcher(name).matches())
                .map(NameAllocation::number)
                .max(Long::compare)
                .map(highest -> base + "-" + (highest + 1))
                .orElse(base);
    }

    private static long number(String name) {
        Matcher number = NUMBER.matcher(name);
        return number.find() ? Long.parseLong(number.group(1)) : 1;
    }

    private String id() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
        }
        return id.toString();
    }
}
