package org.trunkline.registry.servers;

import org.bson.types.ObjectId;

/** A place where a server leaves something that has to go when the server is deleted. */
public interface Traces {

    /**
     * Removes all that is kept there of a deleted server. Doing it again changes nothing.
     *
     * @param name which no other server gets before all places are done
     * @throws RuntimeException when it could not be done; it is tried again later
     */
    void erase(ObjectId id, String name);
}
