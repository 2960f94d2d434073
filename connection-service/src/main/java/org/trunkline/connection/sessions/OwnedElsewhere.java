package org.trunkline.connection.sessions;

import org.trunkline.connection.members.Place;

/** Another replica owns the session, or is to own it: what was asked for has to be done there. */
public final class OwnedElsewhere extends RuntimeException {

    private final String key;
    private final transient Place.There place;
    private final transient Runnable doubt;

    /** @param doubt makes this replica ask again who owns the session */
    OwnedElsewhere(String key, Place.There place, Runnable doubt) {
        super("the session is at " + place.member(), null, false, false);
        this.key = key;
        this.place = place;
        this.doubt = doubt;
    }

    /** The origin of the owner. */
    public String origin() {
        return place.member().address().toString();
    }

    /** What a request to the owner says in the header {@link org.trunkline.connection.members.Forwarding#FORWARDED}. */
    public String forwarded() {
        return place.forwarded();
    }

    /** The other replica did not do it: who owns the session is asked anew the next time. */
    public void doubt() {
        doubt.run();
    }

    String key() {
        return key;
    }

    Place.There place() {
        return place;
    }
}
