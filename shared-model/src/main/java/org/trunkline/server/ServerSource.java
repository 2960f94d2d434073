package org.trunkline.server;

import com.fasterxml.jackson.annotation.JsonValue;

/** Who a server comes from; JSON uses LibreChat's values of {@code source}. */
public enum ServerSource {
    /** Written by the operator in YAML. */
    DECLARED("yaml"),
    /** Created by a user over REST. */
    MANAGED("user");

    private final String value;

    ServerSource(String value) {
        this.value = value;
    }

    /** The value in JSON. */
    @JsonValue
    public String value() {
        return value;
    }
}
