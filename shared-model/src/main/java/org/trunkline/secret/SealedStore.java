package org.trunkline.secret;

import java.util.function.Predicate;

/**
 * A collection with sealed values, which a {@link Rotation} re-encrypts while it is in use. A service makes each of its
 * collections one.
 */
public interface SealedStore {

    /**
     * Shows every document that has been there since before the walk, in any order, until {@code visitor} says false.
     * Documents are read in batches: one that is shown may have changed meanwhile.
     *
     * @return false when the visitor ended the walk
     */
    boolean walk(Predicate<SealedRecord> visitor);
}
