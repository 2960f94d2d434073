package org.trunkline.secret;

import java.time.Instant;

/**
 * What all replicas know of their rotation. What is re-encrypted already is not said here: every value tells its key.
 *
 * @param version counts the changes of this record: also the beats of the replica that works
 * @param holder the replica that works; null when none does
 * @param startedAt when somebody last started it; null: never
 * @param endedAt when it was done or stopped; null while it runs
 * @param lastError why the last try was given up; null: it was not
 */
public record RotationRecord(
        long version, RotationState state, String holder, Instant startedAt, Instant endedAt, String lastError) {

    /** Before the first rotation. */
    public static final RotationRecord NEVER = new RotationRecord(0, RotationState.NEVER, null, null, null, null);

    RotationRecord started(Instant now) {
        return new RotationRecord(version + 1, RotationState.RUNNING, null, now, null, null);
    }

    RotationRecord ended(RotationState how, Instant now) {
        return new RotationRecord(version + 1, how, null, startedAt, now, how == RotationState.DONE ? null : lastError);
    }

    /** A beat, if {@code replica} has it already. */
    RotationRecord heldBy(String replica) {
        return new RotationRecord(version + 1, state, replica, startedAt, endedAt, lastError);
    }

    RotationRecord failed(String error) {
        return new RotationRecord(version + 1, state, null, startedAt, endedAt, error);
    }
}
