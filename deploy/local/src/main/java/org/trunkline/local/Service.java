package org.trunkline.local;

import java.util.Arrays;
import java.util.Optional;

/** The three services of Trunkline, by the name that each has in routes, tokens, logs and configuration. */
public enum Service {
    REGISTRY("registry-service"),
    OAUTH("oauth-service"),
    CONNECTION("connection-service");

    private final String id;

    Service(String id) {
        this.id = id;
    }

    /** The name: that of its Maven module, its OAuth client and its REST client configuration. */
    public String id() {
        return id;
    }

    /** The service of that name. */
    public static Optional<Service> named(String id) {
        return Arrays.stream(values()).filter(service -> service.id.equals(id)).findFirst();
    }
}
