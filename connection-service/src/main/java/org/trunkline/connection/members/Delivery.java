package org.trunkline.connection.members;

/**
 * How a request came to this replica.
 *
 * @param repeated whether another replica may have done before what it asks for
 */
public record Delivery(Arrival arrival, boolean repeated) {

    /** From a consumer, or from within. */
    public static final Delivery DIRECT = new Delivery(Arrival.DIRECT, false);
}
