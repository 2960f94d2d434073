package org.trunkline.secret;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.mongodb.MongoException;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.trunkline.start.Danger;
import org.trunkline.start.SafeStart;

/**
 * Refuses to serve without keys, or with keys that open nothing of what is stored: what is there would be lost to its
 * users, and what comes would be sealed by other keys. Where the database does not answer at the start, that is found
 * before the service is ready.
 */
@Readiness
@ApplicationScoped
class KeyCheck implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(KeyCheck.class);
    private static final String NAME = "key set";

    private final SecretBox box;
    private final List<SealedStore> stores;
    private final SafeStart safeStart;
    private volatile boolean done;

    KeyCheck(SecretBox box, @All List<SealedStore> stores, SafeStart safeStart) {
        this.box = box;
        this.stores = stores;
        this.safeStart = safeStart;
    }

    /** @throws IllegalStateException naming the setting, and the keys that the stored secrets need */
    void checkAtStart(@Observes StartupEvent start) {
        box.seal("", "start");
        try {
            check();
        } catch (MongoException e) {
            LOG.warnf("the key set is not compared with what is stored yet: %s", e.getMessage());
        }
    }

    @Override
    public HealthCheckResponse call() {
        try {
            check();
            return HealthCheckResponse.up(NAME);
        } catch (MongoException e) {
            return down("the database, to compare the key set with what is stored");
        } catch (IllegalStateException e) {
            LOG.error(e.getMessage());
            return down(e.getMessage());
        }
    }

    private static HealthCheckResponse down(String missing) {
        return HealthCheckResponse.named(NAME)
                .down()
                .withData("missing", missing)
                .build();
    }

    private void check() {
        if (!done) {
            SortedSet<Long> needed = new TreeSet<>();
            if (!opensAny(needed) && !needed.isEmpty()) {
                safeStart.judge(List.of(new Danger(
                        box.setting(),
                        "no secret that is stored opens with it: they need a key of " + needed + ", it has "
                                + box.keys(),
                        "give the key set that they were stored with")));
            }
            done = true;
        }
    }

    /** Walks to the first value that opens. */
    private boolean opensAny(SortedSet<Long> needed) {
        return stores.stream()
                .anyMatch(store -> !store.walk(document -> document.values().entrySet().stream()
                        .noneMatch(value -> opens(value.getValue(), value.getKey(), needed))));
    }

    private boolean opens(String sealed, String place, SortedSet<Long> needed) {
        try {
            box.open(sealed, place);
            return true;
        } catch (IllegalStateException e) {
            needed.add(box.keyNamedIn(sealed));
            return false;
        }
    }
}
