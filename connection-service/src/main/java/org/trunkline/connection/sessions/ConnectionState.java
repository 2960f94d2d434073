package org.trunkline.connection.sessions;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** The states of a session. */
public enum ConnectionState {
    /** No upstream session; the next call opens one. */
    DISCONNECTED,
    /** Being opened. */
    CONNECTING,
    /** Open. */
    CONNECTED,
    /** The last attempt to open it failed; the next call tries again. */
    ERROR;

    /** The state in JSON: lower case. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
