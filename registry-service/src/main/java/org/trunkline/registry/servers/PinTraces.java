package org.trunkline.registry.servers;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

import org.bson.types.ObjectId;
import org.trunkline.registry.pins.Pins;

/** The pinned definitions of a deleted server's tools. */
@ApplicationScoped
@Priority(40)
class PinTraces implements Traces {

    private final Pins pins;

    PinTraces(Pins pins) {
        this.pins = pins;
    }

    @Override
    public void erase(ObjectId id, String name) {
        pins.forget(id.toHexString());
    }
}
