package org.trunkline.secret;

/** Where the replicas of a service share their {@link RotationRecord}: one document, changed by compare-and-set. */
public interface RotationRegister {

    /** The record now; {@link RotationRecord#NEVER} before the first. */
    RotationRecord read();

    /** Writes {@code next} if the stored record still has the version before; false when it has not. */
    boolean write(RotationRecord next);
}
