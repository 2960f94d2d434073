package org.trunkline.registry.servers;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;

import org.bson.types.ObjectId;
import org.trunkline.registry.audit.AuditRelay;
import org.trunkline.registry.pins.Pins;

/** The pinned definitions of a deleted server's tools. */
@ApplicationScoped
@Priority(40)
class PinTraces implements Traces {

    private final Pins pins;
    private final AuditRelay relay;

    PinTraces(Pins pins, AuditRelay relay) {
        this.pins = pins;
        this.relay = relay;
    }

    @Override
    public void erase(ObjectId id, String name) {
        String server = id.toHexString();
        pins.carriersOf(server).forEach(pin -> relay.relay(pins, pin));
        if (!pins.carriersOf(server).isEmpty()) {
            throw new IllegalStateException("the audit has not got all events of its tools");
        }
        pins.forget(server);
    }
}
