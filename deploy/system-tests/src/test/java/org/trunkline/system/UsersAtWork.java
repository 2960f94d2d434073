package org.trunkline.system;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.vertx.core.json.JsonObject;

import static org.awaitility.Awaitility.await;

/** Users who use their credentials about once a second until they are told to stop, and what they met with. */
final class UsersAtWork {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final SignedInUsers users;
    private final RotatingTokens tokens;
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
    private final List<? extends Future<?>> lives;
    private final AtomicLong uses = new AtomicLong();
    private final AtomicLong stale = new AtomicLong();
    private final AtomicLong failing = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();
    private volatile boolean over;

    private UsersAtWork(SignedInUsers users, RotatingTokens tokens) {
        this.users = users;
        this.tokens = tokens;
        this.lives = users.names().stream()
                .map(user -> people.submit(() -> live(user)))
                .toList();
    }

    static UsersAtWork begin(SignedInUsers users, RotatingTokens tokens) {
        return new UsersAtWork(users, tokens);
    }

    /** Lets them come to their end. */
    void stop() throws InterruptedException, ExecutionException {
        over = true;
        for (Future<?> life : lives) {
            life.get();
        }
        people.close();
    }

    /** How often a credential could be used. */
    long uses() {
        return uses.get();
    }

    /** How often what was given was no good, though the sign-in was. */
    long stale() {
        return stale.get();
    }

    @Override
    public String toString() {
        return "uses=" + uses + " failing=" + failing + " unavailable=" + unavailable + " stale=" + stale;
    }

    /** Afterwards: who is not lost gets a good token; who is, is asked to sign in. */
    void settle() throws Exception {
        users.atOnce(user -> await(user)
                .atMost(LONGEST)
                .pollInterval(RETRY)
                .ignoreException(IOException.class)
                .until(() -> isSettled(user)));
    }

    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private boolean isSettled(String user) throws IOException {
        Instant asked = Instant.now();
        JsonObject credential = users.credential(user, false);
        return switch (credential.getString("state")) {
            case "authorized" -> tokens.accepts(credential.getString("accessToken"), asked);
            case "expired" -> tokens.lost().contains(user);
            default -> false;
        };
    }

    private void live(String user) {
        while (!over) {
            try {
                use(user);
            } catch (IOException e) {
                unavailable.incrementAndGet();
            }
            pass(Duration.ofMillis(ThreadLocalRandom.current().nextInt(500, 1500)));
        }
    }

    private void use(String user) throws IOException {
        Instant asked = Instant.now();
        JsonObject credential = users.credential(user, false);
        if (!credential.getString("state").equals("authorized")) {
            failing.incrementAndGet();
            return;
        }
        uses.incrementAndGet();
        if (!tokens.accepts(credential.getString("accessToken"), asked)
                && !tokens.lost().contains(user)) {
            stale.incrementAndGet();
        }
    }
}
