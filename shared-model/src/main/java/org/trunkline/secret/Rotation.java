package org.trunkline.secret;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;

/**
 * Brings everything that a service has stored under the primary key while it is in use, once across its replicas.
 *
 * <p>To plug in, a service makes each collection with sealed values a {@link SealedStore} and one document a
 * {@link RotationRegister}, makes one of these of them, calls {@link #work} every few seconds in every replica and
 * {@link #end} at shutdown, and offers {@link #start}, {@link #stop} and {@link #report} to administrators
 * (registry-service: {@code org.trunkline.registry.secrets}).
 *
 * <p>A replica that works changes the register every second. Another one takes over when it has seen no change for ten
 * seconds by its own monotonic clock: no clocks have to agree. Should the first one still be alive, both re-encrypt the
 * same, each document by compare-and-set, and the first one ends when it finds the register changed. Nothing but the
 * values themselves says how far it is, so a killed replica leaves nothing to clear up.
 */
public final class Rotation {

    private static final Logger LOG = Logger.getLogger(Rotation.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration TAKEOVER = Duration.ofSeconds(10);

    private final SecretBox box;
    private final List<? extends SealedStore> stores;
    private final RotationRegister register;
    private final Duration takeover;
    private final String replica = UUID.randomUUID().toString();
    private final Counter resealed;
    private final Counter failures;
    private volatile boolean ending;
    private long seenVersion = -1;
    private long seenSince;

    /** @param stores all collections of the service that have sealed values */
    public Rotation(
            SecretBox box, List<? extends SealedStore> stores, RotationRegister register, MeterRegistry meters) {
        this(box, stores, register, TAKEOVER, meters);
    }

    Rotation(
            SecretBox box,
            List<? extends SealedStore> stores,
            RotationRegister register,
            Duration takeover,
            MeterRegistry meters) {
        this.resealed = Counter.builder("trunkline.secrets.reencrypted")
                .description("Values that this replica has brought under the primary key")
                .register(meters);
        this.failures = Counter.builder("trunkline.secrets.rotation.failures")
                .description("Tries of this replica to re-encrypt all secrets that were given up")
                .register(meters);
        this.box = box;
        this.stores = stores;
        this.register = register;
        this.takeover = takeover;
    }

    /** Starts it, or goes on with one that was stopped; nothing if it runs. */
    public void start() {
        change(record -> record.state() == RotationState.RUNNING ? null : record.started(Instant.now()));
    }

    /** Stops it where it is, within a second or two; nothing if it does not run. */
    public void stop() {
        change(record ->
                record.state() == RotationState.RUNNING ? record.ended(RotationState.STOPPED, Instant.now()) : null);
    }

    /** How far it is. Opens every stored value: for an administrator's eyes, not for a probe. */
    public RotationReport report() {
        RotationRecord record = register.read();
        Tally tally = new Tally(box);
        stores.forEach(store -> store.walk(document -> {
            tally.count(document);
            return true;
        }));
        return tally.report(record);
    }

    /**
     * Does the work if it is to be done and no other replica does it; returns when it is done, stopped, or has failed
     * and must be tried again. Must not be called again before it returns.
     */
    public void work() {
        RotationRecord record = register.read();
        if (record.state() == RotationState.RUNNING && isFree(record)) {
            RotationRecord claim = record.heldBy(replica);
            if (register.write(claim)) {
                work(new Turn(claim));
            }
        }
    }

    /** Makes {@link #work} return soon and leave the rest to another replica. */
    public void end() {
        ending = true;
    }

    private boolean isFree(RotationRecord record) {
        long now = System.nanoTime();
        if (record.version() != seenVersion) {
            seenVersion = record.version();
            seenSince = now;
        }
        return record.holder() == null || now - seenSince >= takeover.toNanos();
    }

    private void work(Turn turn) {
        LOG.infof("rotation: working, primary=%d", box.primaryKey());
        try {
            Resealing walk;
            do {
                walk = new Resealing(box, turn::goesOn);
                boolean whole = walk.walk(stores);
                resealed.increment(walk.found());
                if (!whole) {
                    turn.write(turn.held.heldBy(null));
                    LOG.info("rotation: not working any more, stopped or left to another replica");
                    return;
                }
                LOG.infof("rotation: walked over all values, re-encrypted=%d", walk.found());
            } while (walk.found() > 0);
            turn.write(turn.held.ended(RotationState.DONE, Instant.now()));
        } catch (RuntimeException e) {
            failures.increment();
            LOG.warn("rotation: given up, to be tried again", e);
            turn.write(turn.held.failed(e.toString()));
        }
    }

    private void change(UnaryOperator<RotationRecord> change) {
        RotationRecord next;
        do {
            next = change.apply(register.read());
        } while (next != null && !register.write(next));
    }

    /** The time that this replica works. */
    private final class Turn {

        private RotationRecord held;
        private long beatAt = System.nanoTime();

        private Turn(RotationRecord held) {
            this.held = held;
        }

        private boolean goesOn() {
            return !ending && (System.nanoTime() - beatAt < BEAT.toNanos() || write(held.heldBy(replica)));
        }

        /** False when the record is not this replica's any more. */
        private boolean write(RotationRecord next) {
            boolean written = register.write(next);
            if (written) {
                held = next;
                beatAt = System.nanoTime();
            }
            return written;
        }
    }
}
