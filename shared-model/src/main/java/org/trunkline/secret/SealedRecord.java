package org.trunkline.secret;

import java.util.Map;

/** The sealed values of one stored document, as they were when it was read. */
public interface SealedRecord {

    /** The values as {@link SecretBox#seal} gave them, by the place that they are sealed for. */
    Map<String, String> values();

    /**
     * Puts values in the place of those read, if the document still has these: one compare-and-set, on its revision or
     * on the values. Nothing else of it changes, above all no revision, time or entity tag that anybody is shown.
     *
     * @param resealed some of the {@link #values}, sealed anew
     * @return false when the document was changed or deleted meanwhile
     */
    boolean replace(Map<String, String> resealed);
}
