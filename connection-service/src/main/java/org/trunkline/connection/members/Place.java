package org.trunkline.connection.members;

/** Where a session is used. */
public sealed interface Place {

    /** On this replica, which owns the key. */
    record Here(Claim claim) implements Place {}

    /** On another replica: it owns the key, or is to claim it. */
    record There(Member member, Arrival arrival) implements Place {

        /** What a request says to it in the header {@link Forwarding#FORWARDED}. */
        public String forwarded() {
            return arrival + " " + member.epoch();
        }
    }
}
